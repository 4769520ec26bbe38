import { Suspense, useEffect, useRef, type ReactNode } from "react";
import { useStore } from "zustand";
import type { DocumentOperator } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { useFixes } from "../workspace/use-fixes.ts";
import { textOf, useText } from "../i18n/use-text.ts";
import { ConfigField } from "./config-field.tsx";
import { withValue } from "./config-value.ts";
import { FieldError } from "./field-error.tsx";
import { diagnosticsAt } from "./field-props.ts";
import { ExecutionSection } from "./execution-section.tsx";
import { formFields, isShown } from "./form-model.ts";
import { Markdown } from "./markdown.tsx";
import { canBeTried, readsLines, TrialSection } from "./trial-section.tsx";
import { isReadOnly } from "../document/editor.ts";
import { useAnalysis, useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { lazyView } from "../workspace/lazy-view.tsx";

/** Only a source that is typed into has it. */
const EmitSection = lazyView(() => import("./emit-section.tsx").then(({ EmitSection: component }) => component));

/** The operator's form, generated from its descriptor's schema, then execution, output schema and help. */
export function OperatorConfig({ operator }: { readonly operator: DocumentOperator }): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const descriptor = catalog.find(operator.type);
  const diagnostics = useAnalysis((state) => state.diagnostics).filter(
    (diagnostic) => diagnostic.operator === operator.id,
  );
  const inputs = useAnalysis((state) => state.inputs.get(operator.id));
  const output = useAnalysis((state) => Object.values(state.outputs.get(operator.id) ?? {})[0]);
  const readOnly = useDocument(isReadOnly);
  const fixesOf = useFixes();
  const fields = descriptor
    ? formFields(descriptor.config, operator.config).filter((field) => isShown(field, operator.config))
    : [];
  const schemas = Object.fromEntries(Object.entries(inputs ?? {}).map(([port, { schema }]) => [port, schema]));
  const input = Object.values(schemas)[0];
  const form = useRef<HTMLElement>(null);
  const sought = useStore(workbench.problems.sought, ({ problem }) => problem?.operator === operator.id);
  useEffect(() => {
    if (sought && form.current) workbench.problems.focusIn(form.current.parentElement ?? form.current);
  });
  const keys = new Set(fields.map(({ key }) => key));
  const general = diagnostics.filter(
    ({ code, field }) => !code.startsWith("form.") && (field === undefined || !keys.has(field.split(".")[0] ?? "")),
  );
  return (
    <>
      <section ref={form} className="form">
        {fields.map((field) => (
          <ConfigField
            key={field.key}
            field={field}
            value={operator.config[field.key]}
            onChange={(value) => {
              const config = withValue(currentConfig(workbench, operator), [field.key], value);
              workbench.editor.edit({ kind: "setConfig", operator: operator.id, config }, `config ${operator.id} ${field.key}`);
            }}
            diagnostics={diagnosticsAt(diagnostics, field.key)}
            fixesOf={fixesOf}
            inputs={schemas}
            siblings={operator.config}
            disabled={readOnly}
          />
        ))}
        {fields.length === 0 && descriptor && <p className="dim">{t("nothingToSet")}</p>}
        {general.map((diagnostic) => (
          <FieldError
            key={`${diagnostic.code} ${diagnostic.message}`}
            diagnostic={diagnostic}
            fixes={fixesOf(diagnostic)}
          />
        ))}
      </section>
      <Suspense>{operator.type === "manual" && output && <EmitSection operator={operator.id} schema={output} />}</Suspense>
      {input && canBeTried(operator, catalog) && <TrialSection key={operator.id} operator={operator} schema={input} />}
      {readsLines(operator) && <TrialSection key={operator.id} operator={operator} schema={undefined} />}
      <ExecutionSection operators={[operator]} disabled={readOnly} />
      {Object.keys(schemas).length > 1 && <SchemaSections schemas={schemas} titleOf={(port) => t("inputPort", { port })} />}
      <OutputSection operator={operator.id} />
      {descriptor && (
        <section>
          <h3>{t("help")}</h3>
          <Markdown text={textOf(descriptor.help)} />
        </section>
      )}
    </>
  );
}

/** The newest configuration: two fields changed within one frame must not lose one. */
function currentConfig(workbench: Workbench, operator: DocumentOperator): Readonly<Record<string, unknown>> {
  return workbench.editor.document.operators.find(({ id }) => id === operator.id)?.config ?? operator.config;
}

function OutputSection({ operator }: { readonly operator: string }): ReactNode {
  const t = useText("inspector");
  const outputs = useAnalysis((state) => state.outputs.get(operator));
  const several = Object.keys(outputs ?? {}).length > 1;
  return <SchemaSections schemas={outputs ?? {}} titleOf={(port) => (several ? t("outputPort", { port }) : t("output"))} />;
}

interface SchemaSectionsProps {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly titleOf: (port: string) => string;
}

/** The fields at each of some ports. */
function SchemaSections({ schemas, titleOf }: SchemaSectionsProps): ReactNode {
  const t = useText("inspector");
  return Object.entries(schemas).map(([port, schema]) => (
    <section key={port}>
      <h3>
        {titleOf(port)}
        <span>{t("fieldCount", { count: schema.fields.length })}</span>
      </h3>
      <table>
        <tbody>
          {schema.fields.map((field) => (
            <tr key={field.name}>
              <td className="mono">{field.name}</td>
              <td className="dim">{formatLogicalType(field.type)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  ));
}
