import type { ReactNode } from "react";
import type { RunShape } from "../../observe/event.ts";
import type { Failure } from "../../observe/run-state.ts";
import { widenField } from "../document/widen-field.ts";
import { Icon } from "../glyph/icon.tsx";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { failedName, failedParts, failureMessage } from "../run/failures.ts";
import "./failure.css";
import { useDocument, useSession, useWorkbench } from "./workbench-context.ts";

interface FailureProps {
  readonly failure: Failure;
  readonly shape: RunShape;
}

/** One exception of a run: who, what, where, the record, what came of it, and what can be done. [UI84] */
export function FailureCard({ failure, shape }: FailureProps): ReactNode {
  const text = useText("failure");
  const { detail, outcome, at, attempt, subtask } = failure;
  const name = failedName(shape, failure);
  const place = [
    detail?.field,
    detail?.line !== undefined && text("line", { line: detail.line }),
    detail?.file && `${detail.file.name}, ${text("line", { line: detail.file.line })}`,
  ].filter((part) => part !== undefined && part !== false);
  const record = detail?.file?.text ?? detail?.record;
  const moment = { at: formatDuration(at), attempt: attempt + 1 };
  return (
    <article className={outcome?.kind === "restarted" ? "failure is-recovered" : "failure"}>
      <h3>
        <Icon name="kill" size={14} />
        <b>{name === "" ? text("job") : name}</b>
        <span>{text(outcome?.kind ?? "open", outcome?.kind === "restarted" ? { checkpoint: outcome.checkpointId ?? "none" } : {})}</span>
      </h3>
      <p className="failure-message">{failureMessage(failure)}</p>
      <dl>
        {place.length > 0 && <Fact name={text("place")} value={place.join(", ")} isCode />}
        {record !== undefined && <Fact name={text(detail?.file ? "text" : "record")} value={record} isCode />}
        <Fact name={text("when")} value={subtask < 0 ? moment.at : text("moment", moment)} />
      </dl>
      <FailureActions failure={failure} shape={shape} />
    </article>
  );
}

function Fact({ name, value, isCode = false }: { readonly name: string; readonly value: string; readonly isCode?: boolean }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isCode ? "mono" : undefined}>{value}</dd>
    </div>
  );
}

function FailureActions({ failure, shape }: FailureProps): ReactNode {
  const { problems, editor } = useWorkbench();
  const session = useSession();
  const text = useText("failure");
  const { operator, edge, operators } = failedParts(shape, failure);
  const { detail, seq } = failure;
  const there = useDocument(({ document }) => document.operators.find(({ id }) => id === (operator ?? operators[0]))?.id);
  const column = detail?.file?.column;
  const drawn = useDocument(({ document }) => document);
  const widened = there !== undefined && column !== undefined ? widenField(drawn, there, column) : undefined;
  const rows = detail?.file ? detail.file.text : detail?.row;
  return (
    <p className="failure-actions">
      {there !== undefined && (
        <button type="button" className="button is-line" onClick={() => problems.goToFailure({ operator: there, edge, detail })}>
          {text("goThere")}
        </button>
      )}
      {there !== undefined && edge === undefined && rows !== undefined && (
        <button type="button" className="button is-line" onClick={() => problems.tryOn(there, rows)}>
          <Icon name="play" size={12} />
          {text(detail?.file ? "tryLine" : "tryOn")}
        </button>
      )}
      {widened !== undefined && column !== undefined && (
        <button type="button" className="button is-line" onClick={() => editor.edit(widened)}>
          {text("widen", { field: column })}
        </button>
      )}
      <button type="button" className="button is-line" onClick={() => session.seek(seq + 1)}>
        {text("look", { event: formatCount(seq) })}
      </button>
    </p>
  );
}
