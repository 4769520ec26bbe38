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

/** The fields of the execution of one operator or of several: their present values, and the way to change them. */
interface Execution extends SectionProps {
  readonly set: (key: ExecutionKey, value: string | number | undefined) => void;
  readonly numberAt: (key: ExecutionKey) => NumberAt;
  readonly textAt: (key: ExecutionKey) => TextAt;
}

function useExecution({ operators, disabled }: SectionProps): Execution {
  const { editor } = useWorkbench();
  const t = useText("inspector");
  const ids = operators.map(({ id }) => id);
  const commonOf = (key: ExecutionKey) => commonValue(operators, (operator) => operator[key], t("chain.default"));
  return {
    operators,
    disabled,
    set: (key, value) => {
      const change = changeOfAll(operators, ({ id: operator }) => ({ kind: "setExecution", operator, key, value }));
      editor.edit(change, `execution ${ids.join(" ")} ${key}`);
    },
    numberAt: (key) => {
      const [place = { key }, ...also] = ids.map((operator) => ({ operator, key }));
      const common = commonOf(key);
      if ("mixed" in common) return { place, also, value: undefined, mixed: common.mixed };
      return { place, also, value: typeof common.value === "number" ? common.value : undefined };
    },
    textAt: (key) => {
      const common = commonOf(key);
      if ("mixed" in common) return { value: undefined, mixed: common.mixed };
      return { value: typeof common.value === "string" ? common.value : undefined };
    },
  };
}

/** How Flink runs the operator; empty fields are Flink's defaults, which the fields show. */
export function ExecutionSection(props: SectionProps): ReactNode {
  const t = useText("inspector");
  const defaults = useDocument((state) => state.document.config);
  const execution = useExecution(props);
  const { operators, disabled, set, numberAt } = execution;
  const tooMany = operators.some(({ parallelism = 0 }) => parallelism > runLimits.workers);
  const [only, ...more] = operators;
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
        <SlotGroupField {...execution} />
        <ChainField {...execution} />
      </div>
      {only && more.length === 0 && <UidField {...execution} uid={only.uid} />}
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

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly at: TextAt;
  readonly children: ReactNode;
}

/** A field of text with its name, and whether it was changed or is not the same in all. */
function TextField({ id, label, at, children }: TextFieldProps): ReactNode {
  const t = useText("inspector");
  return (
    <div className="form-field">
      <label htmlFor={id}>
        <span>{label}</span>
        {at.mixed !== undefined ? <i>{t("mixed")}</i> : at.value !== undefined && <i>{t("changed")}</i>}
      </label>
      {children}
    </div>
  );
}

function SlotGroupField({ textAt, set, disabled }: Execution): ReactNode {
  const id = useId();
  const t = useText("inspector");
  const { editor } = useWorkbench();
  const groups = useDocument((state) =>
    [...new Set(state.document.operators.map(({ slotSharingGroup }) => slotSharingGroup ?? "default"))].join("\n"),
  );
  const at = textAt("slotSharingGroup");
  return (
    <TextField id={id} label={t("slotGroup")} at={at}>
      <input
        id={id}
        className="text-field"
        list={`${id}-groups`}
        placeholder={at.mixed ?? "default"}
        value={at.value ?? ""}
        disabled={disabled}
        onChange={(event) => set("slotSharingGroup", event.target.value || undefined)}
        onBlur={() => editor.seal()}
      />
      <datalist id={`${id}-groups`}>
        {groups.split("\n").map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
    </TextField>
  );
}

function ChainField({ textAt, set, disabled }: Execution): ReactNode {
  const id = useId();
  const t = useText("inspector");
  const at = textAt("chain");
  return (
    <TextField id={id} label={t("chaining")} at={at}>
      <SelectField
        id={id}
        value={at.mixed === undefined ? (at.value ?? "") : "mixed"}
        title={at.mixed}
        disabled={disabled}
        onChange={(event) => set("chain", event.target.value || undefined)}
      >
        {at.mixed !== undefined && (
          <option value="mixed" disabled>
            {t("mixed")}
          </option>
        )}
        <option value="">{t("chain.default")}</option>
        <option value="always">{t("chain.always")}</option>
        <option value="head">{t("chain.head")}</option>
        <option value="never">{t("chain.never")}</option>
      </SelectField>
    </TextField>
  );
}

function UidField({ uid, set, disabled }: Execution & { readonly uid: string | undefined }): ReactNode {
  const id = useId();
  const t = useText("inspector");
  const { editor } = useWorkbench();
  return (
    <TextField id={id} label="uid" at={{ value: uid }}>
      <input
        id={id}
        className="text-field mono"
        placeholder={t("uidGenerated")}
        value={uid ?? ""}
        disabled={disabled}
        spellCheck={false}
        onChange={(event) => set("uid", event.target.value || undefined)}
        onBlur={() => editor.seal()}
      />
    </TextField>
  );
}
