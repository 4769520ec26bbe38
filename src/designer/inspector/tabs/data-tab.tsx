import type { ReactNode } from "react";
import type { ChannelIndex } from "../../../stream/indices.ts";
import type { LogEvent } from "../../../observe/event.ts";
import { channelElements } from "../../../observe/fold-channels.ts";
import { formatEventTime } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-text.ts";
import { channelName } from "../../run/names.ts";
import { Icon } from "../../glyph/icon.tsx";
import type { RunPlayer } from "../../run/run-player.ts";
import { Section, Table } from "./section.tsx";
import { inputsOf } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { useSession, useSessionState } from "../../workspace/workbench-context.ts";

const shown = 200;
/** Events looked through for one channel's elements, so that a quiet channel of a long run costs little. */
const searched = 40_000;

/** Newest elements that were sent into the channel before the cursor. */
export function lastSent(player: RunPlayer, channel: ChannelIndex, limit = shown): readonly LogEvent[] {
  const found: LogEvent[] = [];
  const stop = Math.max(player.log.dropped, player.view.cursor - searched);
  for (let seq = player.view.cursor - 1; seq >= stop && found.length < limit; seq--) {
    const event = player.log.event(seq);
    if (event?.body.kind === "sent" && event.body.channel === channel) found.push(event);
  }
  return found;
}

/** The last elements of the selected channel, or of every channel of the subtask. */
export function DataTab(subject: Subject): ReactNode {
  const text = useText("run");
  const { player, channel } = subject;
  const outputs = player.header.topology.channels.flatMap(({ from }, index) => (from === subject.subtask ? [index] : []));
  const channels = channel === undefined ? [...inputsOf(subject), ...outputs] : [channel];
  const each = channel === undefined ? 12 : shown;
  return (
    <>
      {channels.map((index) => (
        <Section key={index} title={channelName(player, index)} note={text("inspect.recordsNote", { count: each })}>
          <Elements player={player} channel={index} limit={each} />
        </Section>
      ))}
    </>
  );
}

function Elements({
  player,
  channel,
  limit,
}: {
  readonly player: RunPlayer;
  readonly channel: ChannelIndex;
  readonly limit: number;
}): ReactNode {
  const text = useText("run");
  const state = player.view.channels[channel];
  const waiting = new Set(state && channelElements(state).map(({ seq }) => seq));
  const rows = lastSent(player, channel, limit).flatMap((event) => {
    if (event.body.kind !== "sent") return [];
    const { element } = event.body;
    const where = waiting.has(event.seq) ? text("inspect.queued") : "";
    if (element.kind === "record") {
      const { hue, letters } = player.labels.labelOf(element.key, element.text);
      const follow = <FollowButton key="follow" seq={event.seq} />;
      return [[<Key key="key" hue={hue} letters={letters} />, element.text, formatEventTime(element.timestamp, true), where, follow]];
    }
    const name =
      element.kind === "watermark" ? formatEventTime(element.timestamp, true) : "id" in element ? `#${element.id}` : "";
    return [["", `${element.kind} ${name}`, "", where]];
  });
  const columns = [
    { title: text("inspect.key") },
    { title: text("inspect.value"), wide: true },
    { title: text("transport.eventTime"), number: true },
    { title: "" },
    { title: text("follow.column") },
  ];
  return <Table columns={columns} rows={rows} />;
}

/** A switch: the record of this row is the one that is followed. */
function FollowButton({ seq }: { readonly seq: number }): ReactNode {
  const session = useSession();
  const text = useText("run");
  const followed = useSessionState((state) => state.followed === seq);
  return (
    <button
      type="button"
      className="row-button follow"
      aria-pressed={followed}
      aria-label={text("follow.record")}
      title={text("follow.record")}
      onClick={() => session.followRecord(followed ? undefined : seq)}
    >
      <Icon name="follow" size={13} />
    </button>
  );
}

export function Key({ hue, letters }: { readonly hue: number; readonly letters: string }): ReactNode {
  const name = hue === 0 ? "record" : `key-${hue}`;
  const ink = hue === 0 ? "record-ink" : `key-${hue}-ink`;
  return (
    <i className="key-disc" style={{ background: `var(--${name})`, color: `var(--${ink})` }} aria-hidden="true">
      {letters}
    </i>
  );
}
