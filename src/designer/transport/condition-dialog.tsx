import { useEffect, useId, useRef, useState } from "react";
import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { comparisons, wantedValue } from "../../observe/field-test.ts";
import type { ComparisonOperator, WantedValue } from "../../observe/field-test.ts";
import { stopEvents } from "../../observe/stop-condition.ts";
import type { StopCondition, StopEvent } from "../../observe/stop-condition.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import type { Field } from "../../stream/logical-type.ts";
import { Icon } from "../glyph/icon.tsx";
import { SelectField } from "../glyph/select-field.tsx";
import { useText } from "../i18n/use-text.ts";
import { isLogged } from "../run/stops.ts";
import { comparisonText, fieldsAt, placeText } from "./stop-places.ts";
import type { TransportState } from "../workspace/transport-menus.ts";
import { useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

type Purpose = NonNullable<TransportState["dialog"]>;

/** Writes a condition: what, where, of which key, with which field. Adds it as a breakpoint, or runs until it. */
export function ConditionDialog({ purpose, place }: Purpose): ReactNode {
  const workbench = useWorkbench();
  const text = useText("run");
  const late = useText("menu");
  const session = useSession();
  const mode = useSessionState((state) => (state.phase === "idle" ? "deterministic" : state.mode));
  const element = useRef<HTMLDialogElement>(null);
  const [event, setEvent] = useState<StopEvent>(mode === "freeRunning" ? "barrier" : "record");
  useEffect(() => element.current?.showModal(), []);
  const fields = fieldsAt(session.player?.header, place);
  const [wrong, setWrong] = useState<WrongValue>();
  const choices = stopEvents.filter((one) => one !== "end" && !(place && one === "checkpointComplete"));
  const submit = (submitted: FormEvent<HTMLFormElement>): void => {
    submitted.preventDefault();
    const form = submitted.currentTarget;
    const found = wrongValue(new FormData(form), fields);
    setWrong(found);
    if (found) return form.querySelector<HTMLElement>(`[name="${found.at}"]`)?.focus();
    const condition = readCondition(new FormData(form), event, place);
    workbench.transport.closeCondition();
    const { breakpoints } = session.store.getState();
    const id = 1 + Math.max(0, ...breakpoints.map((one) => one.id));
    if (purpose === "until") session.runUntil(condition);
    else void session.stops.change({ breakpoints: [...breakpoints, { id, on: true, condition }] });
  };
  // What was not typed yet is not wrong yet.
  const typed = ({ currentTarget }: FormEvent<HTMLFormElement>): void => {
    const form = new FormData(currentTarget);
    setWrong(textIn(form, "value") === "" ? undefined : wrongValue(form, fields));
  };
  const where = place ? placeText(place, session.document ?? workbench.editor.document, text) : text("stop.anywhere");
  return (
    <dialog ref={element} className="dialog" aria-labelledby="condition-title" onClose={() => workbench.transport.closeCondition()}>
      <form onSubmit={submit} onInput={typed} onKeyDown={submitFromSelect}>
        <header className="dialog-head">
          <h2 id="condition-title">{text(purpose === "until" ? "stop.untilTitle" : "stop.breakpointTitle")}</h2>
          <p>
            {text("stop.where")}: {where}
          </p>
        </header>
        <div className="dialog-body condition">
          <label>
            <span>{late("stop.event")}</span>
            <SelectField
              value={event}
              onChange={(changed) => setEvent(choices.find((one) => one === changed.target.value) ?? event)}
            >
              {choices.map((one) => (
                <option key={one} value={one} disabled={!isLogged(one, mode)}>
                  {text(`stopWhat.${one}`)}
                  {isLogged(one, mode) ? "" : ` (${text("until.free")})`}
                </option>
              ))}
            </SelectField>
          </label>
          {(event === "record" || event === "windowFires") && (
            <label>
              <span>{late("stop.key")}</span>
              <input className="text-field mono" name="key" placeholder={late("stop.anyKey")} autoComplete="off" />
            </label>
          )}
          {event === "record" && <FieldInputs names={fields.map(({ name }) => name)} wrong={wrong} />}
          {mode === "freeRunning" && <p className="dim">{text("until.freeNote")}</p>}
        </div>
        <footer className="dialog-foot">
          <button type="submit" className="button is-strong">
            {text(purpose === "until" ? "stop.go" : "stop.add")}
          </button>
          <button type="button" className="button is-line" onClick={() => workbench.transport.closeCondition()}>
            {text("stop.cancel")}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

/** Enter does in a select what it does in a text field. */
function submitFromSelect(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.target instanceof HTMLSelectElement)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** What of a comparison cannot be: a value that its field never has, or one without a field. */
type WrongValue =
  | { readonly at: "field" }
  | { readonly at: "value"; readonly wanted: WantedValue; readonly values: Readonly<Record<"field" | "type" | "text", string>> };

interface FieldInputsProps {
  readonly names: readonly string[];
  readonly wrong: WrongValue | undefined;
}

function FieldInputs({ names, wrong }: FieldInputsProps): ReactNode {
  const text = useText("run");
  const late = useText("menu");
  const notes = useId();
  const at = (part: WrongValue["at"]) => ({ "aria-describedby": notes, "aria-invalid": wrong?.at === part });
  return (
    <>
      <div className="condition-field">
        <label>
          <span>{late("stop.field")}</span>
          {names.length > 0 ? (
            <SelectField name="field" defaultValue="" {...at("field")}>
              <option value="">{late("stop.anyField")}</option>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
          ) : (
            <input className="text-field mono" name="field" placeholder={late("stop.anyField")} autoComplete="off" {...at("field")} />
          )}
        </label>
        <label>
          <span>{late("stop.comparison")}</span>
          <SelectField name="is" defaultValue="=">
            {comparisons.map((is) => (
              <option key={is} value={is}>
                {comparisonText(is, text)}
              </option>
            ))}
          </SelectField>
        </label>
        <label>
          <span>{late("stop.value")}</span>
          <input className="text-field mono" name="value" autoComplete="off" {...at("value")} />
        </label>
      </div>
      <div id={notes}>
        {wrong && (
          <p className="field-error">
            <Icon name="kill" size={13} />
            <span>{wrong.at === "field" ? late("stop.noField") : late("stop.wrongValue", { wanted: wrong.wanted, ...wrong.values })}</span>
          </p>
        )}
        <p className="dim">{late("stop.fieldHint")}</p>
      </div>
    </>
  );
}

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

const comparisonIn = (form: FormData): ComparisonOperator => comparisons.find((one) => one === textIn(form, "is")) ?? "=";

function wrongValue(form: FormData, fields: readonly Field[]): WrongValue | undefined {
  const [name, value] = [textIn(form, "field"), textIn(form, "value")];
  if (name === "") return value === "" ? undefined : { at: "field" };
  const field = fields.find((each) => each.name === name);
  const wanted = field && wantedValue({ is: comparisonIn(form), value }, field.type);
  return wanted && { at: "value", wanted, values: { field: name, type: formatLogicalType(field.type), text: value.slice(0, 60) } };
}

function readCondition(form: FormData, event: StopEvent, place: StopCondition["place"]): StopCondition {
  const [key, field] = [textIn(form, "key"), textIn(form, "field")];
  return {
    event,
    ...(place && { place }),
    ...(key !== "" && { key }),
    ...(field !== "" && { field: { field, is: comparisonIn(form), value: textIn(form, "value") } }),
  };
}
