import { useId, type ReactNode } from "react";
import { parallelismMax, runMsMax, type DocumentOperator } from "../../graph/job-document.ts";
import { runLimits } from "../../graph/job-size.ts";
import type { ExecutionKey } from "../document/document-change.ts";
import type { NumberPlace } from "../analysis/kept-texts.ts";
import { useText } from "../i18n/use-text.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { NumberField } from "./number-field.tsx";
import { numberLabels } from "./number-labels.ts";
import { changeOfAll, commonValue } from "./shared-fields.ts";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";

interface SectionProps {
  /** One, or several that are edited at once. */
  readonly operators: readonly DocumentOperator[];
  readonly disabled: boolean;
}

interface NumberAt {
  readonly place: NumberPlace;
  readonly also: readonly NumberPlace[];
  readonly value: number | undefined;
  readonly mixed?: string;
}

interface TextAt {
  readonly value: string | undefined;
  readonly mixed?: string;
}

/** How Flink runs the operator; empty fields are Flink's defaults, which the fields show. */
export function ExecutionSection({ operators, disabled }: SectionProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const defaults = useDocument((state) => state.document.config);
  const groups = useDocument((state) =>
    [...new Set(state.document.operators.map(({ slotSharingGroup }) => slotSharingGroup ?? "default"))].join("\n"),
  );
  const ids = operators.map(({ id }) => id);
  const set = (key: ExecutionKey, value: string | number | undefined): void => {
    const change = changeOfAll(operators, ({ id: operator }) => ({ kind: "setExecution", operator, key, value }));
    workbench.editor.edit(change, `execution ${ids.join(" ")} ${key}`);
  };
  const numberAt = (key: ExecutionKey): NumberAt => {
    const [place = { key }, ...also] = ids.map((operator) => ({ operator, key }));
    const common = commonValue(operators, (operator) => operator[key], t("chain.default"));
    if ("mixed" in common) return { place, also, value: undefined, mixed: common.mixed };
    return { place, also, value: typeof common.value === "number" ? common.value : undefined };
  };
  const textAt = (key: ExecutionKey): TextAt => {
    const common = commonValue(operators, (operator) => operator[key], t("chain.default"));
    if ("mixed" in common) return { value: undefined, mixed: common.mixed };
    return { value: typeof common.value === "string" ? common.value : undefined };
  };
  const id = useId();
  const [only, ...more] = operators;
  const tooMany = operators.some(({ parallelism = 0 }) => parallelism > runLimits.workers);
  const [group, chain] = [textAt("slotSharingGroup"), textAt("chain")];
  const mark = ({ value, mixed }: TextAt): ReactNode =>
    mixed !== undefined ? <i>{t("mixed")}</i> : value !== undefined && <i>{t("changed")}</i>;
  return (
    <section className="form">
      <h3>
        {t("execution")} <span>{t("executionRemark")}</span>
      </h3>
      <div className="form-pair">
        <NumberField
          label={numberLabels.parallelism}
          {...numberAt("parallelism")}
          placeholder={defaults["parallelism.default"] ?? "1"}
          min={1}
          max={parallelismMax}
          warning={tooMany ? t("parallelismHere", { limit: runLimits.workers }) : undefined}
          disabled={disabled}
          onChange={(value) => set("parallelism", value)}
        />
        <NumberField
          label={numberLabels.maxParallelism}
          {...numberAt("maxParallelism")}
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
            {mark(group)}
          </label>
          <input
            id={`${id}-group`}
            className="text-field"
            list={`${id}-groups`}
            placeholder={group.mixed ?? "default"}
            value={group.value ?? ""}
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
            {mark(chain)}
          </label>
          <SelectField
            id={`${id}-chain`}
            value={chain.mixed === undefined ? (chain.value ?? "") : "mixed"}
            title={chain.mixed}
            disabled={disabled}
            onChange={(event) => set("chain", event.target.value || undefined)}
          >
            {chain.mixed !== undefined && (
              <option value="mixed" disabled>
                {t("mixed")}
              </option>
            )}
            <option value="">{t("chain.default")}</option>
            <option value="always">{t("chain.always")}</option>
            <option value="head">{t("chain.head")}</option>
            <option value="never">{t("chain.never")}</option>
          </SelectField>
        </div>
      </div>
      {only && more.length === 0 && (
        <div className="form-field">
          <label htmlFor={`${id}-uid`}>
            <span>uid</span>
            {only.uid !== undefined && <i>{t("changed")}</i>}
          </label>
          <input
            id={`${id}-uid`}
            className="text-field mono"
            placeholder={t("uidGenerated")}
            value={only.uid ?? ""}
            disabled={disabled}
            spellCheck={false}
            onChange={(event) => set("uid", event.target.value || undefined)}
            onBlur={() => workbench.editor.seal()}
          />
        </div>
      )}
      <NumberField
        label={numberLabels.serviceTime}
        {...numberAt("serviceTimeMs")}
        unit="ms"
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
