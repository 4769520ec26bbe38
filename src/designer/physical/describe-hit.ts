import { engineText } from "../i18n/language.ts";
import { formatCount, formatDuration, formatEventTime, formatPercent } from "../i18n/format.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { Hit } from "./hit.ts";
import type { DrawnElement } from "./picture.ts";
import { bundleFacts } from "./bundles.ts";
import type { Bundle } from "./layout.ts";
import { chainRecords, recordsText } from "../run/operator-records.ts";
import { chainSteps, channelName, subtaskName, vertexName } from "../run/names.ts";
import type { Words } from "./paint/subtask.ts";
import { watermarkOf } from "../run/subtask-facts.ts";

export interface Description {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Sentences for a hover card and for screen readers. */
export function describeHit(hit: Hit, player: RunPlayer, words: Words): Description {
  if (hit.kind === "element") return describeElement(hit.element, player, words);
  if (hit.kind === "channel") return describeChannel(hit.channel, player, words);
  if (hit.kind === "bundle") return describeBundle(hit.bundle, player, words);
  return describeSubtask(hit.subtask, hit.part, player, words);
}

function describeElement(element: DrawnElement, player: RunPlayer, words: Words): Description {
  const channel = element.channel === undefined ? "" : channelName(player, element.channel);
  const event = player.log.event(element.id);
  const view = event?.body.kind === "sent" ? event.body.element : undefined;
  const where = words(`where.${element.where}`, { channel, ahead: element.place, checkpoint: element.checkpointId });
  const sent = event ? words("element.sent", { event: formatCount(event.seq), at: formatDuration(event.at) }) : "";
  const lines = [where, sent].filter((line) => line !== "");
  switch (element.form) {
    case "record": {
      const key = view?.kind === "record" ? view.key : undefined;
      const title = key === undefined ? words("element.record") : words("element.recordOf", { key });
      const text = view?.kind === "record" ? view.text : "";
      const time =
        view?.kind === "record" && view.timestamp !== undefined
          ? words("element.timestamp", { time: formatEventTime(view.timestamp, true) })
          : "";
      const merged = element.count > 1 ? words("element.merged", { count: element.count }) : "";
      const replayed = element.replayed ? words("element.replayed") : "";
      const late = element.late === undefined ? "" : words(`element.late.${element.late}`);
      const side = element.sideOutput ? words("element.sideOutput") : "";
      return { title, lines: [text, time, ...lines, merged, replayed, late, side].filter((line) => line !== "") };
    }
    case "watermark":
      return {
        title: words("element.watermark", { time: formatEventTime(element.timestamp, true) }),
        lines: [words("element.watermarkWhy"), ...lines],
      };
    case "barrier":
      return {
        title: words("element.barrier", { id: element.checkpointId }),
        lines: [words("element.barrierWhy", { id: element.checkpointId }), ...lines],
      };
    case "cancelled":
      return { title: words("element.cancelled", { id: element.checkpointId }), lines };
    case "idle":
      return { title: words("element.idle"), lines };
    case "end":
      return { title: words("element.end"), lines };
  }
}

function describeChannel(channel: ChannelIndex, player: RunPlayer, words: Words): Description {
  const state = player.view.channels[channel];
  const ends = player.header.topology.channels[channel];
  if (!state || !ends) return { title: "", lines: [] };
  const capacity = ends.capacity === undefined ? words("channel.unbounded") : formatCount(ends.capacity);
  const lines = [
    words("channel.kind", { partitioner: ends.partitioner }),
    words("channel.queued", { count: formatCount(state.deliverable), capacity }),
    words("channel.conservation", {
      sent: formatCount(state.sent),
      received: formatCount(state.received),
      lost: formatCount(state.lost),
    }),
  ];
  if (state.heldBy !== undefined) lines.push(words("channel.held", { checkpoint: state.heldBy }));
  else if (state.full) lines.push(words("channel.full", { sender: subtaskName(player, ends.from) }));
  else if (state.idle) lines.push(words("channel.idle"));
  return { title: channelName(player, channel), lines };
}

function describeBundle(bundle: Bundle, player: RunPlayer, words: Words): Description {
  const facts = bundleFacts(player.view, bundle, (subtask) => player.meter(subtask));
  const lines = [
    words("bundle.channels", { count: bundle.channels.length }),
    words("bundle.queued", { count: formatCount(facts.queued), held: facts.held, full: facts.full }),
    words("bundle.opens"),
  ];
  const name = (vertex: number): string => vertexName(player.header.topology.vertices[vertex]);
  return { title: `${name(bundle.from)} → ${name(bundle.to)}`, lines };
}

function describeSubtask(subtask: TaskIndex, part: string, player: RunPlayer, words: Words): Description {
  const state = player.view.subtasks[subtask];
  if (!state) return { title: "", lines: [] };
  const title = subtaskName(player, subtask);
  if (part === "meter") {
    const load = player.meter(subtask);
    if (!load) return { title, lines: [words("subtask.meterUnknown")] };
    const { busy, backPressured } = load;
    const idle = Math.max(0, 1 - busy - backPressured);
    return {
      title,
      lines: [
        words("subtask.meter", {
          busy: formatPercent(busy),
          backPressured: formatPercent(backPressured),
          idle: formatPercent(idle),
        }),
      ],
    };
  }
  if (part === "gauge") return { title, lines: [words("subtask.gauge", { time: formatEventTime(watermarkOf(state), true) })] };
  if (part === "state") {
    const counts = state.keyCounts.map((count) => words("subtask.state", { state: count.state, keys: formatCount(count.keys) }));
    return {
      title,
      lines: counts.length > 0 ? counts : state.splits.map(({ split, position }) => words("subtask.split", { split, position })),
    };
  }
  const vertex = player.header.topology.vertices[player.header.topology.subtasks[subtask]?.vertex ?? -1];
  const lines = [vertex?.name ?? "", words("subtask.attempt", { state: state.state, attempt: state.attempt + 1 })];
  if (state.cause !== undefined) lines.push(engineText(state.cause));
  const { recordsIn, recordsOut } = player.records(subtask);
  const steps = vertex ? chainSteps(vertex) : [];
  if (steps.length < 2) lines.push(words("subtask.records", { in: formatCount(recordsIn), out: formatCount(recordsOut) }));
  else {
    for (const { name, operator } of steps) {
      lines.push(words("records.of", { operator: name, records: recordsText(chainRecords(player, subtask, operator), words) }));
    }
  }
  return { title, lines };
}
