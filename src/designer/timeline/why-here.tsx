import { useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { causesOfRecord } from "../../observe/causes.ts";
import { useText } from "../i18n/use-text.ts";
import { recordName } from "../run/followed-record.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { useSession } from "../workspace/workbench-context.ts";
import { reasonsOf } from "./describe-cause.ts";
import type { Reason } from "./describe-cause.ts";

/** Records named of one reason, the newest of them. */
const named = 12;

/** Why the followed record is there. Each record behind it can be followed in its turn: the way back, a step at a time. [OB36] */
export function WhyHere({ player, seq }: { readonly player: RunPlayer; readonly seq: number }): ReactNode {
  const text = useText("causes");
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(seq);
  // The button that was pressed is gone.
  useEffect(() => {
    if (first.current !== seq) heading.current?.focus();
    first.current = seq;
  }, [seq]);
  const { log } = player;
  const event = log.event(seq);
  const causes = useMemo(() => (event ? causesOfRecord(log, event) : []), [log, event]);
  const title = text("title", { record: recordName(player, seq) });
  return (
    <section className="why-here" aria-label={title}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <ul>
        {reasonsOf(event, causes, { log, text }).map((reason, index) => (
          <ReasonItem key={index} reason={reason} player={player} />
        ))}
      </ul>
    </section>
  );
}

function ReasonItem({ reason, player }: { readonly reason: Reason; readonly player: RunPlayer }): ReactNode {
  const session = useSession();
  const text = useText("causes");
  const { sentence, records, isOlder } = reason;
  const unnamed = Math.max(0, records.length - named);
  return (
    <li>
      {sentence}{" "}
      {records.slice(-named).map((record) => (
        <button
          key={record}
          type="button"
          className="row-button"
          title={text("follow", { record: recordName(player, record) })}
          onClick={() => session.followRecord(record)}
        >
          {recordName(player, record)}
        </button>
      ))}
      {unnamed > 0 && text("more", { count: unnamed })}
      {isOlder && text("unknown")}
    </li>
  );
}
