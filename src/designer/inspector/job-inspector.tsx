import { Suspense, useId, useState, type ReactNode } from "react";
import { options } from "../../graph/option.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import type { RunSettings } from "../document/document-change.ts";
import { useText } from "../i18n/use-text.ts";
import { durationText } from "./config-value.ts";
import { NumberField } from "./execution-section.tsx";
import { SelectField } from "../glyph/select-field.tsx";
import { FailureAt } from "../workspace/failure-views.tsx";
import { useAnalysis, useDocument, useWorkbench } from "../workspace/workbench-context.ts";

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

/** The job itself: its name, its Flink options by their keys, and how a teaching run is paced. */
export function JobInspector(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const document = useDocument((state) => state.document);
  const readOnly = useDocument((state) => state.origin === "link");
  const id = useId();
  return (
    <div className="inspector-body">
      <header className="inspector-head">
        <h2>{document.name}</h2>
        <p>{t("jobCounts", { operators: document.operators.length, edges: document.edges.length })}</p>
      </header>
      <Suspense>
        <FailureAt />
      </Suspense>
      <section className="form">
        <div className="form-field">
          <label htmlFor={id}>
            <span>{t("jobName")}</span>
          </label>
          <input
            id={id}
            className="text-field"
            value={document.name}
            disabled={readOnly}
            onChange={(event) => workbench.editor.edit({ kind: "renameJob", name: event.target.value }, "job name")}
            onBlur={() => workbench.editor.seal()}
          />
        </div>
      </section>
      <JobOptions disabled={readOnly} />
      <RunSection disabled={readOnly} />
    </div>
  );
}

function JobOptions({ disabled }: { readonly disabled: boolean }): ReactNode {
  const t = useText("inspector");
  const config = useDocument((state) => state.document.config);
  const [query, setQuery] = useState("");
  const all = Object.values(options).map(({ key }) => key);
  const wanted = query.trim().toLowerCase();
  const shown =
    wanted === "" ? [...new Set([...usual, ...Object.keys(config)])] : all.filter((key) => key.includes(wanted));
  return (
    <section className="form">
      <h3>
        {t("options")} <span>{t("executionRemark")}</span>
      </h3>
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
    </section>
  );
}

const byKey = new Map(Object.values(options).map((option) => [option.key, option]));

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
  const problems = useAnalysis((state) => state.diagnostics).filter(
    (diagnostic) => diagnostic.field === key && diagnostic.operator === undefined,
  );
  return (
    <div className={problems.some(({ severity }) => severity === "error") ? "form-field is-bad" : "form-field"}>
      <label htmlFor={id}>
        <code className="option-key">{key}</code>
        {value !== undefined && <i>{t("changed")}</i>}
      </label>
      <input
        id={id}
        className="text-field mono"
        value={value ?? ""}
        placeholder={defaultText(key, known?.default) ?? t("notSet")}
        disabled={disabled}
        spellCheck={false}
        onChange={(event) => workbench.editor.edit({ kind: "setOption", key, value: event.target.value || undefined }, `option ${key}`)}
        onBlur={() => workbench.editor.seal()}
      />
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
function defaultText(key: string, value: unknown): string | undefined {
  if (value === undefined || value === -1) return undefined;
  if (typeof value === "number" && /(interval|timeout|delay|pause|backoff|threshold)$/.test(key))
    return durationText(value);
  return String(value);
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
  return (
    <section className="form">
      <h3>
        {t("run")} <span>{t("runRemark")}</span>
      </h3>
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
          label={t("seed")}
          value={run.seed}
          placeholder="7"
          min={0}
          disabled={disabled}
          onChange={(seed) => set({ seed })}
        />
        <NumberField
          label={t("channelCapacity")}
          value={run.channelCapacity}
          placeholder="8"
          min={1}
          disabled={disabled}
          onChange={(channelCapacity) => set({ channelCapacity })}
        />
      </div>
      <div className="form-pair">
        <NumberField
          label={t("serviceTime")}
          unit="ms"
          value={run.serviceTimeMs}
          placeholder="0"
          min={0}
          disabled={disabled}
          onChange={(serviceTimeMs) => set({ serviceTimeMs })}
        />
        <NumberField
          label={t("channelLatency")}
          unit="ms"
          value={run.channelLatencyMs}
          placeholder="0"
          min={0}
          disabled={disabled}
          onChange={(channelLatencyMs) => set({ channelLatencyMs })}
        />
      </div>
    </section>
  );
}
