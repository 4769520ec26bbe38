import { Suspense, useId, type ReactNode } from "react";
import { runMsMax, type DocumentEdge, type DocumentPartitioner } from "../../graph/job-document.ts";
import type { FieldMeta } from "../../graph/descriptor.ts";
import { customPartitionFunction } from "../../graph/partitioner-traits.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { guessKey, portsOf } from "../analysis/connection.ts";
import { useText } from "../i18n/use-text.ts";
import { PartitionerGlyph } from "../glyph/partitioner-glyph.tsx";
import { NumberField } from "./number-field.tsx";
import { numberLabels } from "./number-labels.ts";
import { FieldError } from "./field-error.tsx";
import { FieldsInput } from "./fields-input.tsx";
import { FunctionEditor } from "./function-editor.tsx";
import { useFixes } from "../workspace/use-fixes.ts";
import { FailureAt } from "../workspace/failure-views.tsx";
import { isReadOnly } from "../document/editor.ts";
import { useAnalysis, useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

const partitioners = [
  "default",
  "hash",
  "forward",
  "rebalance",
  "rescale",
  "shuffle",
  "broadcast",
  "global",
  "custom",
] as const;
type PartitionerChoice = (typeof partitioners)[number];

/** How records are distributed over the consumer's subtasks, and by which key. */
export function EdgeInspector({ id }: { readonly id: string }): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const document = useDocument((state) => state.document);
  const readOnly = useDocument(isReadOnly);
  const edge = document.edges.find((candidate) => candidate.id === id);
  const schema = useAnalysis((state) => (edge ? state.outputs.get(edge.from.operator)?.[edge.from.port] : undefined));
  if (!edge) return null;
  const from = document.operators.find((operator) => operator.id === edge.from.operator);
  const to = document.operators.find((operator) => operator.id === edge.to.operator);
  const input = to && portsOf(to, catalog).inputs.find((port) => port.name === edge.to.port);
  return (
    <div className="inspector-body">
      <header className="inspector-head">
        <h2>
          {from?.name ?? edge.from.operator} → {to?.name ?? edge.to.operator}
        </h2>
        <p>{t(`edgeInto.${input?.accepts ?? "any"}`)}</p>
      </header>
      <Suspense>
        <FailureAt edge={id} />
      </Suspense>
      <PartitionerSection edge={edge} schema={schema} disabled={readOnly} />
      <section className="form">
        <h3>
          {t("run")} <span>{t("runRemark")}</span>
        </h3>
        <NumberField
          label={numberLabels.channelLatency}
          place={{ edge: edge.id, key: "latencyMs" }}
          unit="ms"
          value={edge.latencyMs}
          placeholder={String(document.run?.channelLatencyMs ?? 0)}
          min={0}
          max={runMsMax}
          whole={false}
          disabled={readOnly}
          onChange={(latencyMs) => workbench.editor.edit({ kind: "setLatency", edge: id, latencyMs }, `latency ${id}`)}
          help={t("channelLatencyHelp")}
        />
      </section>
      {schema && <RecordsSection edge={edge} schema={schema} />}
    </div>
  );
}

interface EdgeProps {
  readonly edge: DocumentEdge;
  /** Of the records that go along; undefined while it is not known. */
  readonly schema: Schema | undefined;
}

function PartitionerSection({ edge, schema, disabled }: EdgeProps & { readonly disabled: boolean }): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const diagnostics = useAnalysis((state) => state.diagnostics).filter(
    ({ edge: at, code }) => at === edge.id && !code.startsWith("form."),
  );
  const fixesOf = useFixes();
  const name = useId();
  const choice: PartitionerChoice = edge.partitioner?.type ?? "default";
  return (
    <section className="form">
      <h3>{t("partitioner")}</h3>
      <div role="radiogroup" aria-label={t("partitioner")} className="partitioners">
        {partitioners.map((type) => (
          <label key={type} className={type === choice ? "partitioner is-chosen" : "partitioner"}>
            <input
              type="radio"
              name={name}
              checked={type === choice}
              disabled={disabled || (type === "hash" && !guessKey(schema))}
              onChange={() => choose(workbench, edge, type, guessKey(schema))}
            />
            <PartitionerGlyph type={type} />
            <b>{type === "default" ? t("partitionerDefault") : type}</b>
            <span>{t(`partitioners.${type}`)}</span>
          </label>
        ))}
      </div>
      <KeyFields edge={edge} disabled={disabled} />
      {diagnostics.map((diagnostic) => (
        <FieldError
          key={`${diagnostic.code} ${diagnostic.message}`}
          diagnostic={diagnostic}
          fixes={fixesOf(diagnostic)}
        />
      ))}
    </section>
  );
}

function RecordsSection({ edge, schema }: EdgeProps & { readonly schema: Schema }): ReactNode {
  const t = useText("inspector");
  return (
    <section>
      <h3>
        {t("records")} <span>{t("fieldCount", { count: schema.fields.length })}</span>
      </h3>
      <table>
        <tbody>
          {schema.fields.map((field) => (
            <tr key={field.name}>
              <td className="mono">{field.name}</td>
              <td className="dim">
                {formatLogicalType(field.type)}
                {edge.partitioner?.type === "hash" && edge.partitioner.key.includes(field.name) && t("isKey")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function choose(workbench: Workbench, edge: DocumentEdge, type: PartitionerChoice, key: string | undefined): void {
  workbench.editor.edit({ kind: "setPartitioner", edge: edge.id, partitioner: partitionerOf(type, key) });
}

function partitionerOf(type: PartitionerChoice, key: string | undefined): DocumentPartitioner | undefined {
  switch (type) {
    case "default":
      return undefined;
    case "hash":
      return key === undefined ? undefined : { type, key: [key] };
    case "custom":
      return { type, key: key ?? "", function: "0" };
    default:
      return { type };
  }
}

const customFunction: FieldMeta = { label: { en: "function", "zh-Hans": "函数" }, function: customPartitionFunction };

function KeyFields({ edge, disabled }: { readonly edge: DocumentEdge; readonly disabled: boolean }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const id = useId();
  const schema = useAnalysis((state) => state.outputs.get(edge.from.operator)?.[edge.from.port]);
  const diagnostics = useAnalysis((state) => state.diagnostics)
    .filter(({ edge: at, line }) => at === edge.id && line !== undefined)
    .map((found) => ({ ...found, found }));
  const { partitioner } = edge;
  if (partitioner?.type !== "hash" && partitioner?.type !== "custom") return null;
  const hash = partitioner.type === "hash";
  const common = { id, describedBy: "", diagnostics: [], fixesOf: () => [], inputs: schema === undefined ? {} : { in: schema }, disabled };
  const field = {
    key: "key",
    widget: hash ? ("fields" as const) : ("field" as const),
    meta: undefined,
    optional: false,
    default: undefined,
    choices: [],
    fields: () => [],
  };
  const change = (value: unknown): void => {
    if (hash && Array.isArray(value) && value.length > 0)
      workbench.editor.edit({ kind: "setPartitioner", edge: edge.id, partitioner: { type: "hash", key: value.map(String) } });
    if (!hash && typeof value === "string")
      workbench.editor.edit({ kind: "setPartitioner", edge: edge.id, partitioner: { ...partitioner, key: value } });
  };
  return (
    <>
      <div className="form-field">
        <label htmlFor={id}>
          <span>{t("key")}</span>
          <code>keyBy</code>
        </label>
        <FieldsInput {...common} field={field} value={partitioner.key} onChange={change} />
      </div>
      {!hash && (
        <div className="form-field">
          <label htmlFor={`${id}-function`}>
            <span>{t("customFunction")}</span>
            <code>partitionCustom</code>
          </label>
          <FunctionEditor
            {...common}
            id={`${id}-function`}
            field={{ ...field, widget: "function", meta: customFunction }}
            value={partitioner.function}
            diagnostics={diagnostics}
            onChange={(source) => {
              const changed = { ...partitioner, function: String(source) };
              workbench.editor.edit({ kind: "setPartitioner", edge: edge.id, partitioner: changed }, `custom ${edge.id}`);
            }}
          />
        </div>
      )}
    </>
  );
}
