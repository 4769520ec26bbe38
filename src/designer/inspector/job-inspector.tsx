import { Suspense, useId, useState, type ReactNode } from "react";
import { runMsMax } from "../../graph/job-document.ts";
import { options, type Option } from "../../graph/option.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import type { RunSettings } from "../document/document-change.ts";
import { loadLateMessages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { durationText } from "./config-value.ts";
import { Icon } from "../glyph/icon.tsx";
import { NumberField } from "./number-field.tsx";
import { numberLabels } from "./number-labels.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { FailureAt } from "../workspace/failure-views.tsx";
import { lazyView } from "../workspace/lazy-view.tsx";
import { isReadOnly } from "../document/editor.ts";
import { useAnalysis, useDocument, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

/** Options shown before anything is searched: those a first job needs. */
const usual = [
  "parallelism.default",
  "pipeline.max-parallelism",
  "pipeline.auto-watermark-interval",
  "execution.checkpointing.interval",
  "execution.checkpointing.mode",
  "execution.checkpointing.timeout",
  "execution.checkpointing.min-pause",
  "restart-strategy.type",
];

/** Comes with the words it says, once there is something to say. */
const JobSummary = lazyView(async () => {
  const [{ JobSummary: component }] = await Promise.all([import("./job-summary.tsx"), loadLateMessages()]);
  return component;
});

const JobNotes = lazyView(() => import("./job-notes.tsx").then(({ JobNotes: component }) => component));

/** Name of the job. While the field is blank the job keeps its name, and that is said. [UI168] */
function JobName({ disabled }: { readonly disabled: boolean }): ReactNode {
  const { editor } = useWorkbench();
  const t = useText("inspector");
  const shell = useText("shell");
  const name = useDocument((state) => state.document.name);
  const [blank, setBlank] = useState<string>();
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>
        <span>{t("jobName")}</span>
      </label>
      <input
        id={id}
        className="text-field"
        value={blank ?? name}
        aria-invalid={blank !== undefined}
        aria-describedby={`${id}-problem`}
        disabled={disabled}
        onChange={({ target }) => {
          const isBlank = target.value.trim() === "";
          setBlank(isBlank ? target.value : undefined);
          if (!isBlank) editor.edit({ kind: "renameJob", name: target.value }, "job name");
        }}
        onBlur={() => {
          setBlank(undefined);
          editor.seal();
        }}
      />
      {blank !== undefined && (
        <p id={`${id}-problem`} className="field-error" role="status">
          <Icon name="kill" size={13} />
          <span>{shell("nameKept", { name })}</span>
        </p>
      )}
    </div>
  );
}

/** The job itself: notes, name, how its run goes; folded, its Flink options by their keys and how a teaching run is paced. [UI97] */
export function JobInspector(): ReactNode {
  const t = useText("inspector");
  const document = useDocument((state) => state.document);
  const readOnly = useDocument(isReadOnly);
  const hasRun = useSessionState((state) => state.document !== undefined);
  return (
    <div className="inspector-body">
      <header className="inspector-head">
        <h2>{document.name}</h2>
        <p>{t("jobCounts", { operators: document.operators.length, edges: document.edges.length })}</p>
      </header>
      <Suspense>
        <FailureAt />
        {(document.layout?.notes?.length ?? 0) > 0 && <JobNotes />}
        {hasRun && <JobSummary />}
      </Suspense>
      {!hasRun && <p className="inspector-note">{t("notRunYet")}</p>}
      <section className="form">
        <JobName disabled={readOnly} />
      </section>
      <JobOptions disabled={readOnly} />
      <RunSection disabled={readOnly} />
    </div>
  );
}

interface FoldProps {
  readonly title: string;
  /** What is said of it while it is folded. */
  readonly remark: string;
  /** Something in it is wrong: it unfolds, and stays so when that was mended. */
  readonly wrong?: boolean;
  readonly children: ReactNode;
}

function Fold({ title, remark, wrong = false, children }: FoldProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <details className="form" open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span>{remark}</span>
      </summary>
      {children}
    </details>
  );
}

function JobOptions({ disabled }: { readonly disabled: boolean }): ReactNode {
  const t = useText("inspector");
  const config = useDocument((state) => state.document.config);
  const [query, setQuery] = useState("");
  const set = Object.entries(config).map(([key, value]) => `${key} ${value}`);
  // A problem of an option is to be seen where it can be mended.
  const wrong = useAnalysis(({ diagnostics }) =>
    diagnostics.some(({ field = "", operator }) => operator === undefined && byKey.has(field)),
  );
  const all = Object.values(options).map(({ key }) => key);
  const wanted = query.trim().toLowerCase();
  const shown =
    wanted === "" ? [...new Set([...usual, ...Object.keys(config)])] : all.filter((key) => key.includes(wanted));
  return (
    <Fold title={t("options")} remark={set.length > 0 ? set.join(", ") : t("executionRemark")} wrong={wrong}>
      <input
        className="text-field"
        type="search"
        aria-label={t("searchOptions", { count: all.length })}
        placeholder={t("searchOptions", { count: all.length })}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {shown.map((key) => (
        <OptionField key={key} option={key} value={config[key]} disabled={disabled} />
      ))}
    </Fold>
  );
}

const byKey = new Map<string, Option<unknown>>(Object.values(options).map((option) => [option.key, option]));

function OptionField({
  option: key,
  value,
  disabled,
}: {
  readonly option: string;
  readonly value: string | undefined;
  readonly disabled: boolean;
}): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  useText("diagnostics");
  const id = useId();
  const known = byKey.get(key);
  const meant = value === undefined ? undefined : meantText(known, value);
  const problems = useAnalysis((state) => state.diagnostics).filter(
    (diagnostic) => diagnostic.field === key && diagnostic.operator === undefined,
  );
  return (
    <div className={problems.some(({ severity }) => severity === "error") ? "form-field is-bad" : "form-field"}>
      <label htmlFor={id}>
        <code className="option-key">{key}</code>
        {value !== undefined && <i>{t("changed")}</i>}
      </label>
      <span className="text-field">
        <input
          id={id}
          className="mono"
          aria-invalid={problems.some(({ severity }) => severity === "error")}
          value={value ?? ""}
          placeholder={defaultText(known) ?? t("notSet")}
          disabled={disabled}
          spellCheck={false}
          onChange={(event) => workbench.editor.edit({ kind: "setOption", key, value: event.target.value || undefined }, `option ${key}`)}
          onBlur={() => workbench.editor.seal()}
        />
        {meant !== undefined && <span className="field-unit">{meant}</span>}
      </span>
      {known?.effect === "none" && <p className="field-help">{t("optionNoEffect")}</p>}
      {problems.map((problem) => (
        <p key={problem.code} className={problem.severity === "error" ? "field-error" : "field-error is-warning"}>
          {diagnosticText(problem)}
        </p>
      ))}
    </div>
  );
}

/** A default as it would be written in the option: durations with their unit, -1 is "not set". */
function defaultText(known: Option<unknown> | undefined): string | undefined {
  const value = known?.default;
  if (value === undefined || value === -1) return undefined;
  return typeof value === "number" && known?.parse.quantity === "duration" ? durationText(value) : String(value);
}

/** What a number without a unit is read as. [UI107] */
function meantText(known: Option<unknown> | undefined, text: string): string | undefined {
  if (known?.parse.quantity === undefined || !/^\s*\d+\s*$/.test(text)) return undefined;
  return `= ${text.trim()} ${known.parse.quantity === "duration" ? "ms" : "bytes"}`;
}

/** Pace of a teaching run. Not part of the job proper. */
function RunSection({ disabled }: { readonly disabled: boolean }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const id = useId();
  const run = useDocument((state) => state.document.run) ?? {};
  const set = (change: { [Key in keyof RunSettings]?: RunSettings[Key] | undefined }): void => {
    const merged = Object.entries({ ...workbench.editor.document.run, ...change }).filter(([, value]) => value !== undefined);
    workbench.editor.edit({ kind: "setRun", run: Object.fromEntries(merged) }, `run ${Object.keys(change).join()}`);
  };
  const wrong = useAnalysis(({ diagnostics }) =>
    diagnostics.some(({ code, operator, edge }) => code.startsWith("form.") && operator === undefined && edge === undefined),
  );
  return (
    <Fold title={t("run")} remark={t("runRemark")} wrong={wrong}>
      <div className="form-field">
        <label htmlFor={id}>
          <span>{t("mode")}</span>
        </label>
        <SelectField
          id={id}
          value={run.mode ?? "deterministic"}
          disabled={disabled}
          onChange={(event) => set({ mode: event.target.value === "freeRunning" ? "freeRunning" : "deterministic" })}
        >
          <option value="deterministic">{t("modes.deterministic")}</option>
          <option value="freeRunning">{t("modes.freeRunning")}</option>
        </SelectField>
      </div>
      <div className="form-pair">
        <NumberField
          label={numberLabels.seed}
          place={{ key: "seed" }}
          value={run.seed}
          placeholder="7"
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          disabled={disabled}
          onChange={(seed) => set({ seed })}
        />
        <NumberField
          label={numberLabels.channelCapacity}
          place={{ key: "channelCapacity" }}
          value={run.channelCapacity}
          placeholder="8"
          min={1}
          max={1_000_000_000}
          disabled={disabled}
          onChange={(channelCapacity) => set({ channelCapacity })}
        />
      </div>
      <div className="form-pair">
        <NumberField
          label={numberLabels.serviceTime}
          place={{ key: "serviceTimeMs" }}
          unit="ms"
          value={run.serviceTimeMs}
          placeholder="0"
          min={0}
          max={runMsMax}
          whole={false}
          disabled={disabled}
          onChange={(serviceTimeMs) => set({ serviceTimeMs })}
        />
        <NumberField
          label={numberLabels.channelLatency}
          place={{ key: "channelLatencyMs" }}
          unit="ms"
          value={run.channelLatencyMs}
          placeholder="0"
          min={0}
          max={runMsMax}
          whole={false}
          disabled={disabled}
          onChange={(channelLatencyMs) => set({ channelLatencyMs })}
        />
      </div>
    </Fold>
  );
}
