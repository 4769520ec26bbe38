import { useEffect, useRef, useState } from "react";
import type { FormEvent, KeyboardEvent, ReactNode } from "react";
import { comparisons } from "../../observe/field-test.ts";
import type { ComparisonOperator } from "../../observe/field-test.ts";
import { stopEvents } from "../../observe/stop-condition.ts";
import type { StopCondition, StopEvent } from "../../observe/stop-condition.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { useText } from "../i18n/use-text.ts";
import { isLogged } from "../run/stops.ts";
import { comparisonText, fieldNamesAt, placeText } from "./stop-places.ts";
import type { TransportState } from "../workspace/transport-menus.ts";
import { useSession, useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

type Purpose = NonNullable<TransportState["dialog"]>;

/** Writes a condition: what, where, of which key, with which field. Adds it as a breakpoint, or runs until it. */
export function ConditionDialog({ purpose, place }: Purpose): ReactNode {
  const workbench = useWorkbench();
  const text = useText("run");
  const session = useSession();
  const mode = useSessionState((state) => (state.phase === "idle" ? "deterministic" : state.mode));
  const element = useRef<HTMLDialogElement>(null);
  const [event, setEvent] = useState<StopEvent>(mode === "freeRunning" ? "barrier" : "record");
  useEffect(() => element.current?.showModal(), []);
  const choices = stopEvents.filter((one) => one !== "end" && !(place && one === "checkpointComplete"));
  const submit = (submitted: FormEvent<HTMLFormElement>): void => {
    submitted.preventDefault();
    const condition = readCondition(new FormData(submitted.currentTarget), event, place);
    workbench.transport.closeCondition();
    const { breakpoints } = session.store.getState();
    const id = 1 + Math.max(0, ...breakpoints.map((one) => one.id));
    if (purpose === "until") session.runUntil(condition);
    else void session.stops.change({ breakpoints: [...breakpoints, { id, on: true, condition }] });
  };
  const where = place ? placeText(place, session.document ?? workbench.editor.document, text) : text("stop.anywhere");
  return (
    <dialog ref={element} className="dialog" aria-labelledby="condition-title" onClose={() => workbench.transport.closeCondition()}>
      <form onSubmit={submit} onKeyDown={submitFromSelect}>
        <header className="dialog-head">
          <h2 id="condition-title">{text(purpose === "until" ? "stop.untilTitle" : "stop.breakpointTitle")}</h2>
          <p>
            {text("stop.where")}: {where}
          </p>
        </header>
        <div className="dialog-body condition">
          <label>
            <span>{text("stop.event")}</span>
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
              <span>{text("stop.key")}</span>
              <input className="text-field mono" name="key" placeholder={text("stop.anyKey")} autoComplete="off" />
            </label>
          )}
          {event === "record" && <FieldInputs names={fieldNamesAt(session.player?.header, place)} />}
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

function FieldInputs({ names }: { readonly names: readonly string[] }): ReactNode {
  const text = useText("run");
  return (
    <>
      <div className="condition-field">
        <label>
          <span>{text("stop.field")}</span>
          {names.length > 0 ? (
            <SelectField name="field" defaultValue="">
              <option value="">{text("stop.anyField")}</option>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </SelectField>
          ) : (
            <input className="text-field mono" name="field" placeholder={text("stop.anyField")} autoComplete="off" />
          )}
        </label>
        <label>
          <span>{text("stop.comparison")}</span>
          <SelectField name="is" defaultValue="=">
            {comparisons.map((is) => (
              <option key={is} value={is}>
                {comparisonText(is, text)}
              </option>
            ))}
          </SelectField>
        </label>
        <label>
          <span>{text("stop.value")}</span>
          <input className="text-field mono" name="value" autoComplete="off" />
        </label>
      </div>
      <p className="dim">{text("stop.fieldHint")}</p>
    </>
  );
}

function readCondition(data: FormData, event: StopEvent, place: StopCondition["place"]): StopCondition {
  const read = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const [key, field] = [read("key"), read("field")];
  const is: ComparisonOperator = comparisons.find((one) => one === read("is")) ?? "=";
  return {
    event,
    ...(place && { place }),
    ...(key !== "" && { key }),
    ...(field !== "" && { field: { field, is, value: read("value") } }),
  };
}
