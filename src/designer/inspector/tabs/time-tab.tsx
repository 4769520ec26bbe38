import type { ReactNode } from "react";
import { itemsOf, noTask } from "../../../stream/indices.ts";
import { formatCount, formatEventTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-text.ts";
import { subtaskName } from "../../run/names.ts";
import { Section, Table } from "./section.tsx";
import { inputsOf } from "./subject.ts";
import type { Subject } from "./subject.ts";

const timersShown = 12;

/** Event time per input with the minimum marked, per operator of the chain, timers, late records. */
export function TimeTab(subject: Subject): ReactNode {
  const text = useText("run");
  const { player, subtask } = subject;
  const state = player.view.subtasks[subtask];
  const vertex = player.header.topology.vertices[player.header.topology.subtasks[subtask]?.vertex ?? -1];
  if (!state || !vertex) return null;
  const inputs = inputsOf(subject).flatMap((channel) => {
    const input = player.view.channels[channel];
    return input ? [{ channel, ...input }] : [];
  });
  const lowest = Math.min(...inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark));
  const fired = state.windowFired;
  return (
    <>
      {inputs.length > 0 && (
        <Section title={text("inspect.inputs")}>
          <Table
            columns={[{ title: text("inspect.channel") }, { title: text("inspect.watermark"), number: true }, { title: "" }]}
            rows={inputs.map(({ channel, watermark, idle }) => [
              subtaskName(player, player.header.topology.channels[channel]?.from ?? noTask),
              formatEventTime(watermark, true),
              idle ? text("inspect.idle") : watermark === lowest && Number.isFinite(lowest) ? text("inspect.minimum") : "",
            ])}
          />
        </Section>
      )}
      <Section title={text("inspect.operators")}>
        <Table
          columns={[{ title: text("inspect.operator") }, { title: text("inspect.watermark"), number: true }]}
          rows={itemsOf(vertex.operators.map(({ name }, index) => [name, formatEventTime(state.operators[index]?.watermark, true)]))}
        />
      </Section>
      <Section title={text("inspect.timers")} note={formatCount(state.timerCount)}>
        {state.timers.length === 0 ? (
          <p className="tab-note">{text("inspect.noTimers")}</p>
        ) : (
          <Table
            columns={[
              { title: text("inspect.fires"), number: true },
              { title: text("inspect.domain") },
              { title: text("inspect.count"), number: true },
            ]}
            rows={state.timers
              .slice(0, timersShown)
              .map(({ timestamp, domain, count }) => [formatEventTime(timestamp, true), domain, formatCount(count)])}
          />
        )}
      </Section>
      {fired && (
        <Section title={text("inspect.lastWindow")}>
          <p className="tab-note">
            {text(fired.elements === undefined ? "inspect.window" : "inspect.windowOf", {
              start: formatEventTime(fired.start),
              end: formatEventTime(fired.end),
              key: fired.key,
              count: fired.elements,
            })}
          </p>
        </Section>
      )}
      <Section title={text("inspect.late")}>
        <Table
          columns={[
            { title: text("inspect.lateDropped"), number: true },
            { title: text("inspect.lateSide"), number: true },
          ]}
          rows={[[formatCount(state.lateDropped), formatCount(state.lateToSideOutput)]]}
        />
      </Section>
    </>
  );
}
