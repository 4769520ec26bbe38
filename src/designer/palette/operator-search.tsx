import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { textOf, useText } from "../i18n/use-text.ts";
import { searchSections, type PaletteEntry, type PaletteItem, type PaletteSection } from "./palette-model.ts";
import "./palette.css";

/** Far enough to be a drag and not a click, in px. */
const dragThreshold = 4;

interface OperatorSearchProps {
  readonly sections: readonly PaletteSection[];
  /** Of the operator that "may follow" is about. */
  readonly follows: string;
  readonly label: string;
  /** The key that leads here. */
  readonly chord?: string;
  readonly focusFirst?: boolean;
  /** An entry was pressed, or chosen with Enter. */
  readonly onPick: (entry: PaletteEntry, by: "press" | "key") => void;
  readonly onDrag?: (item: PaletteItem) => void;
  /** Escape in an empty search. */
  readonly onLeave?: () => void;
}

/** What can be drawn, searched. A combobox: the arrows move through the list while the search keeps the focus. */
export function OperatorSearch(props: OperatorSearchProps): ReactNode {
  const { sections, follows, label, chord, focusFirst = false, onPick, onDrag, onLeave } = props;
  const t = useText("palette");
  const id = useId();
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState(0);
  const shown = searchSections(sections, query);
  const entries = shown.flatMap((section) => section.entries);
  const active = entries[Math.min(current, entries.length - 1)];
  const list = useRef<HTMLDivElement>(null);
  const pick = (entry: PaletteEntry, by: "press" | "key"): void => {
    setQuery("");
    setCurrent(0);
    onPick(entry, by);
  };
  const go = (to: number): void => {
    setCurrent(to);
    requestAnimationFrame(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) go(Math.max(0, Math.min(entries.length - 1, current + step)));
    else if (event.key === "Enter" && active) pick(active, "key");
    else if (event.key === "Escape" && query !== "") setQuery("");
    else if (event.key === "Escape" && onLeave) onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="palette">
      <label className="search-field">
        <Icon name="search" size={14} />
        <input
          data-palette-search={chord}
          autoFocus={focusFirst}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active && entryId(id, active)}
          aria-label={label}
          placeholder={label}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setCurrent(0);
          }}
          onFocus={(event) => event.target.select()}
          onKeyDown={press}
        />
        {chord !== undefined && <kbd>{chord}</kbd>}
      </label>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("label")} className="palette-list">
        {shown.map(({ kind, entries: listed }) => (
          <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
            <h5 role="none" id={`${id}-${kind}`}>
              {t(`section.${kind}`)} {kind === "follow" && <b>{follows}</b>}
            </h5>
            {listed.map((entry) => (
              <Entry
                key={entry.item.type}
                id={entryId(id, entry)}
                entry={entry}
                active={entry.item.type === active?.item.type}
                onPick={pick}
                onDrag={onDrag}
              />
            ))}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className="palette-none">{t("none", { query })}</p>}
    </div>
  );
}

function entryId(list: string, { item }: PaletteEntry): string {
  return `${list}-${item.type}`;
}

interface EntryProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly active: boolean;
  readonly onPick: (entry: PaletteEntry, by: "press") => void;
  readonly onDrag: ((item: PaletteItem) => void) | undefined;
}

function Entry({ id, entry, active, onPick, onDrag }: EntryProps): ReactNode {
  const refusalWords = useRefusalWords();
  const { item, refusal } = entry;
  const start = useRef<{ x: number; y: number } | undefined>(undefined);
  const drag = (event: PointerEvent): void => {
    const from = start.current;
    if (!from || !onDrag || Math.hypot(event.clientX - from.x, event.clientY - from.y) < dragThreshold) return;
    start.current = undefined;
    event.currentTarget.releasePointerCapture(event.pointerId);
    onDrag(item);
  };
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={refusal !== undefined}
      className={["palette-entry", active && "is-active", refusal && "is-off"].filter(Boolean).join(" ")}
      title={textOf(item.summary)}
      data-operator-type={item.type}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        start.current = { x: event.clientX, y: event.clientY };
        // A quick hand is off the entry with its first move.
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        if (start.current) onPick(entry, "press");
        start.current = undefined;
      }}
    >
      <Icon name={item.glyph} size={14} />
      <b>{textOf(item.label)}</b>
      <span>{refusal === undefined ? textOf(item.summary) : refusalWords(refusal)}</span>
      {active && <kbd>↵</kbd>}
    </div>
  );
}

/** Why an entry is not for the place, in words. */
export function useRefusalWords(): (refusal: NonNullable<PaletteEntry["refusal"]>) => string {
  const t = useText("palette");
  const tc = useText("canvas");
  return ({ reason }) => (reason === "twoInputs" || reason === "noOutput" || reason === "noEdge" ? t(reason) : tc(`refusal.${reason}`, {}));
}
