import type { ReactNode } from "react";
import { isReadOnly } from "../document/editor.ts";
import { textOf, useText } from "../i18n/use-text.ts";
import { useFixes } from "../workspace/use-fixes.ts";
import { useAnalysis, useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import { ConfigField } from "./config-field.tsx";
import { withValue } from "./config-value.ts";
import { ExecutionSection } from "./execution-section.tsx";
import { diagnosticsAt } from "./field-props.ts";
import { canOverwrite, changeOfAll, commonSchema, commonValue, distinct, sharedFields } from "./shared-fields.ts";

/** Several selected operators at once: what their forms share, and how they are executed. Each edit is one step for all. [UI163] */
export function SeveralInspector({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useText("inspector");
  const { editor, catalog } = useWorkbench();
  const document = useDocument((state) => state.document);
  const readOnly = useDocument(isReadOnly);
  const analysis = useAnalysis((state) => state);
  const fixesOf = useFixes();
  const operators = document.operators.filter(({ id }) => ids.includes(id));
  const fields = sharedFields(operators, catalog);
  const inputs = operators.map(({ id }) => Object.entries(analysis.inputs.get(id) ?? {})[0]);
  const schema = commonSchema(inputs.map((input) => input?.[1].schema));
  const diagnostics = distinct(analysis.diagnostics.filter(({ operator }) => operator !== undefined && ids.includes(operator)));
  const set = (key: string, value: unknown): void => {
    const present = editor.document.operators.filter(({ id }) => ids.includes(id));
    const change = changeOfAll(present, ({ id, config }) => ({ kind: "setConfig", operator: id, config: withValue(config, [key], value) }));
    editor.edit(change, `config ${ids.join(" ")} ${key}`);
  };
  return (
    <div className="inspector-body">
      <header className="inspector-head">
        <h2>{t("several", { count: operators.length })}</h2>
        <p>{operators.map(({ name }) => name).join(", ")}</p>
      </header>
      <section className="form">
        <h3>
          {t("shared")} <span>{t("sharedRemark")}</span>
        </h3>
        {fields.length === 0 && <p className="dim">{t("nothingShared")}</p>}
        {fields.map((field) => {
          const common = commonValue(operators, ({ config }) => config[field.key] ?? field.default, t("none"));
          const mixed = "mixed" in common ? common.mixed : undefined;
          if (mixed !== undefined && !canOverwrite(field))
            return (
              <div key={field.key} className="form-field" data-field={field.key}>
                <p className="form-field-name">
                  <span>{field.meta ? textOf(field.meta.label) : field.key}</span>
                  <i>{t("mixed")}</i>
                </p>
                <p className="field-help">{t("editOneByOne")}</p>
              </div>
            );
          return (
            <ConfigField
              key={field.key}
              field={mixed === undefined ? field : { ...field, default: undefined }}
              value={"value" in common ? common.value : undefined}
              mixed={mixed}
              onChange={(value) => set(field.key, value)}
              diagnostics={diagnosticsAt(diagnostics, field.key)}
              fixesOf={fixesOf}
              inputs={schema ? { [inputs[0]?.[0] ?? "in"]: schema } : {}}
              siblings={operators[0]?.config ?? {}}
              disabled={readOnly}
            />
          );
        })}
      </section>
      <ExecutionSection operators={operators} disabled={readOnly} />
    </div>
  );
}
