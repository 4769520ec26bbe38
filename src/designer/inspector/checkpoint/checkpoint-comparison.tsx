import type { ReactNode } from "react";
import type { CheckpointPart, CheckpointState } from "../../../observe/run-state.ts";
import { formatBytes, formatDuration } from "../../i18n/format.ts";
import { useText, type Translate } from "../../i18n/use-text.ts";
import { subtaskName } from "../../run/names.ts";
import type { RunPlayer } from "../../run/run-player.ts";
import { longestPhases } from "../../timeline/checkpoint-phases.ts";
import { Section } from "../tabs/section.tsx";

type Pair<Value> = readonly [Value, Value];

interface ComparedFact {
  readonly of: string;
  readonly name: string;
  readonly values: Pair<string>;
}

interface ComparisonProps {
  readonly player: RunPlayer;
  /** The other one first. */
  readonly pair: Pair<CheckpointState>;
}

/** Two checkpoints side by side: how they went, and what each subtask had in its snapshot. What differs is marked. */
export function CheckpointComparison({ player, pair }: ComparisonProps): ReactNode {
  const text = useText("checkpoint");
  const facts = [...wholeFacts(player, pair, text), ...partFacts(player, pair, text)];
  return (
    <Section title={text("compared", { id: pair[1].id, other: pair[0].id })} note={text("comparedNote")}>
      <table className="run-table checkpoint-compared">
        <thead>
          <tr>
            <th aria-hidden="true" />
            {pair.map(({ id }) => (
              <th key={id} className="number">
                #{id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.map(({ of, name, values: [a, b] }) => (
            <tr key={`${of} ${name}`} className={a === b ? undefined : "differs"}>
              <td title={`${of} ${name}`}>
                {a === b ? "" : "≠ "}
                {of} <small>{name}</small>
              </td>
              <td className="number">{a}</td>
              <td className="number">{b}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const both = <From, To>([a, b]: Pair<From>, to: (value: From) => To): Pair<To> => [to(a), to(b)];

function wholeFacts({ now }: RunPlayer, pair: Pair<CheckpointState>, text: Translate): readonly ComparedFact[] {
  const whole = (name: string, value: (checkpoint: CheckpointState) => string): ComparedFact => ({
    of: text("all"),
    name: text(`fact.${name}`),
    values: both(pair, value),
  });
  return [
    whole("duration", ({ durationMs }) => formatDuration(durationMs)),
    whole("alignment", (checkpoint) => formatDuration(longestPhases(checkpoint, now)[1])),
    whole("sync", (checkpoint) => formatDuration(longestPhases(checkpoint, now)[2])),
    whole("async", (checkpoint) => formatDuration(longestPhases(checkpoint, now)[3])),
    whole("size", ({ bytes }) => formatBytes(bytes)),
  ];
}

function partFacts(player: RunPlayer, pair: Pair<CheckpointState>, text: Translate): readonly ComparedFact[] {
  const subtasks = [...new Set(pair.flatMap(({ expected }) => expected))].toSorted((a, b) => a - b);
  return subtasks.flatMap((subtask): ComparedFact[] => {
    const parts = both(pair, (checkpoint) => checkpoint.parts[subtask]);
    const of = subtaskName(player, subtask);
    const names = (list: (part: CheckpointPart) => readonly string[]): readonly string[] =>
      [...new Set(parts.flatMap((part) => (part ? list(part) : [])))];
    const splits = names((part) => part.splits?.map(({ split }) => split) ?? []);
    const states = names((part) => part.keyCounts?.map(({ state }) => state) ?? []);
    const keysIn = (part: CheckpointPart | undefined, state: string): number | undefined =>
      part?.keyCounts?.find((count) => count.state === state)?.keys;
    return [
      { of, name: text("fact.size"), values: both(parts, (part) => formatBytes(part?.bytes ?? 0)) },
      ...splits.map((split) => ({
        of,
        name: text("offset", { split }),
        values: both(parts, (part) => part?.splits?.find((one) => one.split === split)?.position ?? "–"),
      })),
      ...states.map((state) => ({
        of,
        name: text("state", { state }),
        values: both(parts, (part) => text("keys", { count: keysIn(part, state) ?? 0 })),
      })),
    ];
  });
}
