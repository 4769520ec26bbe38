import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode, type RefObject } from "react";
import { useStore } from "zustand";
import { functionTexts } from "../../graph/function-texts.ts";
import type { DocumentOperator } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { portsOf } from "../analysis/connection.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { mayRun } from "../workspace/trust.ts";
import { lineTrialDocument, trialDocument, trialFile } from "../document/trial-document.ts";
import { Icon } from "../glyph/icon.tsx";
import { formatCount } from "../i18n/format.ts";
import { engineText } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import type { TrialResult } from "../run/run-trial.ts";
import { parseRows, rowInputText } from "./rows-input.tsx";
import { rowsOfLog, rowsOfRun, type NoRunRows, type RunRows } from "./run-rows.ts";
import { sampleRows } from "./sample-rows.ts";
import { isReadOnly } from "../document/editor.ts";
import { useDocument, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import type { TrialRequest } from "../workspace/problem-place.ts";
import type { Workbench } from "../workspace/workbench.ts";

interface TrialProps {
  readonly operator: DocumentOperator;
  /** Of its input; a file source has none and is tried on lines of text. */
  readonly schema: Schema | undefined;
}

/** Rows to try, where they come from, and what came of the last try. */
interface Trial {
  readonly section: RefObject<HTMLElement | null>;
  readonly text: string;
  readonly type: (text: string) => void;
  readonly taken: RunRows | NoRunRows | undefined;
  readonly take: (rows: RunRows | NoRunRows | undefined) => void;
  readonly result: TrialResult | "running" | undefined;
  readonly run: () => void;
}

function useTrial({ operator, schema }: TrialProps, foreign: boolean): Trial {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const { catalog, session } = workbench;
  const [typed, setTyped] = useState<{ readonly text: string; readonly after: TrialRequest | undefined }>();
  const [result, setResult] = useState<TrialResult | "running">();
  const section = useRef<HTMLElement>(null);
  const asked = useStore(workbench.problems.sought, ({ trial }) => (trial?.operator === operator.id ? trial : undefined));
  const [taken, setTaken] = useState<RunRows | NoRunRows | undefined>(() => (schema ? rowsOfLog(workbench, operator.id) : undefined));
  const samples = (): string => (schema === undefined ? "" : samplesFor(workbench, operator.id, schema).map(rowInputText).join("\n"));
  const ofRun = typeof taken === "object" ? taken : undefined;
  const text = typed && typed.after === asked ? typed.text : (asked?.rows ?? ofRun?.text ?? samples());
  const take = (rows: RunRows | NoRunRows | undefined): void => {
    setTaken(rows);
    if (rows === undefined || typeof rows === "object") setTyped({ text: rows?.text ?? samples(), after: asked });
  };
  const run = async (rows: string): Promise<void> => {
    if (!(await mayRun(workbench))) return;
    setResult("running");
    const { inputs, outputs } = await workbench.analysis.ofNow();
    const { document } = workbench.editor;
    const present = document.operators.find((each) => each.id === operator.id) ?? operator;
    const trial = { document, operator: present, schemas: { inputs, outputs }, rows: parseRows(rows) };
    const tried =
      schema === undefined
        ? await session.tryOut(lineTrialDocument(present), [{ name: trialFile, blob: new Blob([rows]) }])
        : await session.tryOut(trialDocument(trial, catalog));
    setResult(tried);
    const passed = tried.failure === undefined && tried.diagnostics.length === 0;
    workbench.workspace.announce(passed ? t("trial.passed", { count: tried.rows.length }) : t("trial.failed"));
  };
  const tryAsked = useEffectEvent((request: TrialRequest): void => {
    if (!workbench.problems.takesTrial(request)) return;
    section.current?.scrollIntoView({ block: "start" });
    if (!foreign) void run(request.rows);
  });
  useEffect(() => {
    const frame = asked && requestAnimationFrame(() => tryAsked(asked));
    return () => void (frame !== undefined && cancelAnimationFrame(frame));
  }, [asked]);
  return { section, text, type: (changed) => setTyped({ text: changed, after: asked }), taken, take, result, run: () => void run(text) };
}

/**
 * Tries the operator's functions on rows it got in the run, or on sample rows, in a job of their own, in the same sandbox and with the
 * same checks of every result as in a run. Nothing is tried before a person asks for it: opening a document runs nothing. [UI36]
 */
export function TrialSection({ operator, schema }: TrialProps): ReactNode {
  const t = useText("inspector");
  const id = useId();
  const foreign = useDocument(isReadOnly);
  const { section, text, type, taken, take, result, run } = useTrial({ operator, schema }, foreign);
  const kind = schema === undefined ? "lines" : "rows";
  return (
    <section ref={section}>
      <h3>
        {t("trial.title")} <span>{t(`trial.remark.${typeof taken === "object" ? "run" : kind}`)}</span>
      </h3>
      {schema !== undefined && <RowsOrigin operator={operator} taken={taken} take={take} />}
      <label className="visually-hidden" htmlFor={id}>
        {t(`trial.${kind}`)}
      </label>
      <textarea
        id={id}
        className="text-field mono"
        spellCheck={false}
        wrap="off"
        rows={Math.min(8, text.split("\n").length + 1)}
        value={text}
        onChange={(event) => type(event.target.value)}
      />
      <button type="button" className="button is-line" disabled={foreign || result === "running" || text.trim() === ""} onClick={run}>
        <Icon name="play" size={12} />
        {t("trial.button")}
      </button>
      {result !== undefined && result !== "running" && <Outcome result={result} />}
    </section>
  );
}

/** Whether sample rows are tried or those that the operator got in the run, and what is told of these. */
function RowsOrigin({ operator, taken, take }: Pick<Trial, "taken" | "take"> & Pick<TrialProps, "operator">): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const hasRun = useSessionState(({ length }) => length > 0);
  const ofRun = typeof taken === "object" ? taken : undefined;
  return (
    <>
      <div className="trial-origin" role="group" aria-label={t("trial.origin")}>
        <button type="button" className="button is-line" aria-pressed={!ofRun} onClick={() => take(undefined)}>
          {t("trial.samples")}
        </button>
        <button
          type="button"
          className="button is-line"
          aria-pressed={ofRun !== undefined}
          disabled={!hasRun}
          title={hasRun ? undefined : t("trial.none.noRun")}
          onClick={() => void rowsOfRun(workbench, operator.id).then(take)}
        >
          {t("trial.ofRun")}
        </button>
      </div>
      <p className="field-help" role="status">
        {ofRun && t("trial.taken", { count: ofRun.count, cursor: formatCount(ofRun.cursor) })}
        {ofRun && ofRun.unread > 0 && ` ${t("trial.unread", { count: ofRun.unread })}`}
        {typeof taken === "string" && taken !== "refused" && t(`trial.none.${taken}`)}
      </p>
    </>
  );
}

function Outcome({ result }: { readonly result: TrialResult }): ReactNode {
  const t = useText("inspector");
  useText("diagnostics");
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").map(diagnosticText);
  const problems = [...errors, ...(result.failure === undefined ? [] : engineText(result.failure).split("\n"))];
  return (
    <div className="trial-outcome">
      {problems.map((problem) => (
        <p key={problem} className="field-error">
          <Icon name="kill" size={13} />
          <span>{problem}</span>
        </p>
      ))}
      {problems.length === 0 && (
        <p className="trial-passed">
          <Icon name="check" size={13} /> {t("trial.passed", { count: result.rows.length })}
        </p>
      )}
      <ul className="mono">
        {result.rows.map(({ port, text }, index) => (
          <li key={index}>
            {port !== "out" && <span className="dim">{port}</span>} {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The rows of the list the operator reads from, else made-up ones of the input's types. */
function samplesFor(workbench: Workbench, operator: string, schema: Schema): readonly unknown[] {
  const { edges, operators } = workbench.editor.document;
  const from = edges.find(({ to }) => to.operator === operator)?.from.operator;
  const source = operators.find(({ id, type }) => id === from && type === "values");
  const rows = source?.config["rows"];
  return Array.isArray(rows) && rows.length > 0 ? rows.slice(0, 5) : sampleRows(schema);
}

/** True for a source that reads lines of files: the reading of one is tried. [UI88] */
export const readsLines = ({ type }: DocumentOperator): boolean => type === "file-source";

/** True for operators with functions that stand between other operators. */
export function canBeTried(operator: DocumentOperator, catalog: ReturnType<typeof useWorkbench>["catalog"]): boolean {
  const descriptor = catalog.find(operator.type);
  if (descriptor?.translation.kind !== "operator" || portsOf(operator, catalog).inputs.length !== 1) return false;
  return functionTexts(descriptor.config, operator.config).length > 0;
}
