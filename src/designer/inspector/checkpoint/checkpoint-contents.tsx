import type { ReactNode } from "react";
import type { TaskIndex } from "../../../stream/indices.ts";
import type { CheckpointPart, CheckpointState } from "../../../observe/run-state.ts";
import { useText } from "../../i18n/use-text.ts";
import { subtaskName } from "../../run/names.ts";
import type { RunPlayer } from "../../run/run-player.ts";
import { keyInWindow } from "../../run/window-text.ts";
import { useSession } from "../../workspace/workbench-context.ts";
import { Section } from "../tabs/section.tsx";

/** Entries of a state that are shown. */
const entriesShown = 4;

interface ContentsProps {
  readonly player: RunPlayer;
  readonly checkpoint: CheckpointState;
}

/** What the snapshots of a checkpoint hold, subtask by subtask: keyed state, source positions, staged output. */
export function CheckpointContents({ player, checkpoint }: ContentsProps): ReactNode {
  const text = useText("checkpoint");
  const session = useSession();
  const isFree = player.header.mode === "freeRunning";
  const mode = session.document?.config["execution.checkpointing.mode"];
  const holding = checkpoint.expected.flatMap((subtask) => {
    const part = checkpoint.parts[subtask];
    return part && (part.splits || part.keyCounts || part.staged) ? [{ subtask, part }] : [];
  });
  return (
    <Section title={text("holds")}>
      {holding.length === 0 && <p className="tab-note">{text(isFree ? "holdsFree" : "holdsNothing")}</p>}
      {holding.map(({ subtask, part }) => (
        <SubtaskContents key={subtask} player={player} subtask={subtask} part={part} />
      ))}
      <h4>{text("inFlight")}</h4>
      <p className="tab-note">{text(mode === "AT_LEAST_ONCE" ? "inFlightAtLeastOnce" : "inFlightAligned")}</p>
    </Section>
  );
}

interface PartProps {
  readonly player: RunPlayer;
  readonly subtask: TaskIndex;
  readonly part: CheckpointPart;
}

function SubtaskContents({ player, subtask, part }: PartProps): ReactNode {
  const text = useText("checkpoint");
  const { splits = [], keyCounts = [], rows = [], staged = [] } = part;
  return (
    <div className="checkpoint-part">
      <h4>{subtaskName(player, subtask)}</h4>
      <dl>
        {splits.map(({ split, position }) => (
          <Fact key={split} name={text("offset", { split })} value={position} />
        ))}
        {keyCounts.map(({ operator, state, keys }) => (
          <Fact key={`${operator} ${state}`} name={text("state", { state })} value={text("keys", { count: keys })}>
            <Entries rows={rows.filter((row) => row.operator === operator && row.state === state)} keys={keys} />
          </Fact>
        ))}
        {staged.map(({ id, records }) => (
          <Fact key={id} name={text("staged")} value={text("rows", { count: records })} />
        ))}
      </dl>
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly children?: ReactNode;
}

function Fact({ name, value, children }: FactProps): ReactNode {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd className="mono">{value}</dd>
      {children !== undefined && <dd className="entries">{children}</dd>}
    </div>
  );
}

function Entries({ rows, keys }: { readonly rows: NonNullable<CheckpointPart["rows"]>; readonly keys: number }): ReactNode {
  const text = useText("checkpoint");
  const shown = rows.slice(0, entriesShown);
  if (shown.length === 0) return null;
  const more = keys - new Set(shown.map(({ key }) => key)).size;
  return (
    <ul className="mono">
      {shown.map(({ key, namespace, value }) => (
        <li key={`${key} ${namespace}`} title={value}>
          {keyInWindow(key, namespace)} = {value}
        </li>
      ))}
      {more > 0 && <li>{text("moreKeys", { count: more })}</li>}
    </ul>
  );
}
