import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { textOf, useText } from "../i18n/use-text.ts";
import { Icon } from "../glyph/icon.tsx";
import { diagnosticsAt, type InputProps } from "./field-props.ts";
import { isRecord } from "./form-model.ts";
import { InnerFields } from "./group-input.tsx";

/**
 * A list of objects, a card each with the fields of its schema. Buttons move and remove; Alt with an arrow moves from anywhere in
 * a card. The focus goes with what moves, into what is new, and to the neighbour of what is gone. [UI32]
 */
export function ListInput(props: InputProps): ReactNode {
  const { id, describedBy, field, value, onChange, diagnostics, disabled } = props;
  const t = useText("inspector");
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const label = field.meta ? textOf(field.meta.label) : field.key;
  useEffect(() => {
    if (wanted.current === undefined) return;
    list.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = undefined;
  });
  const change = (next: readonly unknown[], focus: string): void => {
    wanted.current = focus;
    onChange(next);
  };
  const move = (from: number, to: number, focus: string): void => {
    if (to < 0 || to >= items.length) return;
    const rest = items.filter((_, at) => at !== from);
    change([...rest.slice(0, to), items[from], ...rest.slice(to)], `[data-item="${to}"] ${focus}`);
  };
  const remove = (index: number): void => {
    const neighbour = Math.min(index, items.length - 2);
    change(
      items.filter((_, at) => at !== index),
      neighbour < 0 ? "[data-add]" : `[data-item="${neighbour}"] [data-part="remove"]`,
    );
  };
  const moveByKey = (event: KeyboardEvent, index: number): void => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    move(index, event.key === "ArrowUp" ? index - 1 : index + 1, "[data-part='title']");
  };
  return (
    <div ref={list} className="form-list" role="group" aria-label={label} aria-describedby={describedBy}>
      {items.map((item, index) => (
        <div
          key={index}
          data-item={index}
          role="group"
          aria-label={titleOf(label, item, index)}
          className="form-item"
          onKeyDown={(event) => !disabled && moveByKey(event, index)}
        >
          <div className="form-item-head">
            <b data-part="title" tabIndex={-1} className="mono">
              {titleOf("", item, index)}
            </b>
            {(["up", "down", "remove"] as const).map((part) => (
              <button
                key={part}
                type="button"
                data-part={part}
                className="button is-square"
                aria-label={t(`item.${part}`, { item: titleOf(label, item, index) })}
                title={t(`item.${part}`, { item: titleOf(label, item, index) })}
                disabled={disabled || (part === "up" && index === 0) || (part === "down" && index === items.length - 1)}
                onClick={() => (part === "remove" ? remove(index) : move(index, part === "up" ? index - 1 : index + 1, partThere(part)))}
              >
                <Icon name={part === "remove" ? "close" : part === "up" ? "fold" : "chevron"} size={12} />
              </button>
            ))}
          </div>
          <InnerFields
            {...props}
            fields={field.fields(item)}
            value={item}
            onChange={(changed) => onChange(items.map((each, at) => (at === index ? changed : each)))}
            diagnostics={diagnosticsAt(diagnostics, String(index))}
          />
        </div>
      ))}
      <button
        id={id}
        type="button"
        data-add
        className="button is-line"
        disabled={disabled}
        onClick={() => change([...items, createItem(field.meta?.item ?? {}, items)], `[data-item="${items.length}"] :is(input, select)`)}
      >
        <Icon name="plus" size={12} />
        {t("item.add")}
      </button>
    </div>
  );
}

/** The button that was pressed, or its title once the button has nothing left to do at an end of the list. */
const partThere = (part: string): string => `:is([data-part="${part}"]:enabled, [data-part="title"])`;

/** What a card is called: its number and what its author named it. */
function titleOf(label: string, item: unknown, index: number): string {
  const values = isRecord(item) ? item : {};
  const name = ["name", "tag", "as"].map((key) => values[key]).find((each) => typeof each === "string" && each !== "");
  return [label, index + 1, name].filter((part) => part !== undefined && part !== "").join(" ");
}

/** The first element of its kind, with a name that is not taken. */
function createItem(item: Readonly<Record<string, unknown>>, items: readonly unknown[]): Record<string, unknown> {
  const key = ["name", "tag", "as"].find((each) => typeof item[each] === "string");
  if (key === undefined) return { ...item };
  const taken = new Set(items.filter(isRecord).map((each) => each[key]));
  for (let n = 1; ; n++) {
    const name = n === 1 ? item[key] : `${String(item[key])}${n}`;
    if (!taken.has(name)) return { ...item, [key]: name };
  }
}
