import { useId, type ReactNode } from "react";
import { parallelismMax, runMsMax, type DocumentOperator } from "../../graph/job-document.ts";
import { runLimits } from "../../graph/job-size.ts";
import type { ExecutionKey } from "../document/document-change.ts";
import { useText } from "../i18n/use-text.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { NumberField } from "./number-field.tsx";
import { numberLabels } from "./number-labels.ts";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";

interface SectionProps {
  readonly operator: DocumentOperator;
  readonly disabled: boolean;
}

/** How Flink runs the operator; empty fields are Flink's defaults, which the fields show. */
export function ExecutionSection({ operator, disabled }: SectionProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const defaults = useDocument((state) => state.document.config);
  const groups = useDocument((state) =>
    [...new Set(state.document.operators.map(({ slotSharingGroup }) => slotSharingGroup ?? "default"))].join("\n"),
  );
  const set = (key: ExecutionKey, value: string | number | undefined): void => {
    workbench.editor.edit({ kind: "setExecution", operator: operator.id, key, value }, `execution ${operator.id} ${key}`);
  };
  const id = useId();
  const tooMany = (operator.parallelism ?? 0) > runLimits.workers;
  return (
    <section className="form">
      <h3>
        {t("execution")} <span>{t("executionRemark")}</span>
      </h3>
      <div className="form-pair">
        <NumberField
          label={numberLabels.parallelism}
          place={{ operator: operator.id, key: "parallelism" }}
          value={operator.parallelism}
          placeholder={defaults["parallelism.default"] ?? "1"}
          min={1}
          max={parallelismMax}
          warning={tooMany ? t("parallelismHere", { limit: runLimits.workers }) : undefined}
          disabled={disabled}
          onChange={(value) => set("parallelism", value)}
        />
        <NumberField
          label={numberLabels.maxParallelism}
          place={{ operator: operator.id, key: "maxParallelism" }}
          value={operator.maxParallelism}
          placeholder={defaults["pipeline.max-parallelism"] ?? "128"}
          min={1}
          max={parallelismMax}
          disabled={disabled}
          onChange={(value) => set("maxParallelism", value)}
        />
      </div>
      <div className="form-pair">
        <div className="form-field">
          <label htmlFor={`${id}-group`}>
            <span>{t("slotGroup")}</span>
            {operator.slotSharingGroup !== undefined && <i>{t("changed")}</i>}
          </label>
          <input
            id={`${id}-group`}
            className="text-field"
            list={`${id}-groups`}
            placeholder="default"
            value={operator.slotSharingGroup ?? ""}
            disabled={disabled}
            onChange={(event) => set("slotSharingGroup", event.target.value || undefined)}
            onBlur={() => workbench.editor.seal()}
          />
          <datalist id={`${id}-groups`}>
            {groups.split("\n").map((group) => (
              <option key={group} value={group} />
            ))}
          </datalist>
        </div>
        <div className="form-field">
          <label htmlFor={`${id}-chain`}>
            <span>{t("chaining")}</span>
            {operator.chain !== undefined && <i>{t("changed")}</i>}
          </label>
          <SelectField
            id={`${id}-chain`}
            value={operator.chain ?? ""}
            disabled={disabled}
            onChange={(event) => set("chain", event.target.value || undefined)}
          >
            <option value="">{t("chain.default")}</option>
            <option value="always">{t("chain.always")}</option>
            <option value="head">{t("chain.head")}</option>
            <option value="never">{t("chain.never")}</option>
          </SelectField>
        </div>
      </div>
      <div className="form-field">
        <label htmlFor={`${id}-uid`}>
          <span>uid</span>
          {operator.uid !== undefined && <i>{t("changed")}</i>}
        </label>
        <input
          id={`${id}-uid`}
          className="text-field mono"
          placeholder={t("uidGenerated")}
          value={operator.uid ?? ""}
          disabled={disabled}
          spellCheck={false}
          onChange={(event) => set("uid", event.target.value || undefined)}
          onBlur={() => workbench.editor.seal()}
        />
      </div>
      <NumberField
        label={numberLabels.serviceTime}
        place={{ operator: operator.id, key: "serviceTimeMs" }}
        unit="ms"
        value={operator.serviceTimeMs}
        placeholder="0"
        min={0}
        max={runMsMax}
        whole={false}
        disabled={disabled}
        onChange={(value) => set("serviceTimeMs", value)}
        help={t("serviceTimeHelp")}
      />
    </section>
  );
}
