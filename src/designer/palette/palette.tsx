import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { addFromPalette } from "../canvas/add-operator.ts";
import { Icon } from "../glyph/icon.tsx";
import { textOf, useText } from "../i18n/use-text.ts";
import { isNarrow } from "../workspace/narrow-window.ts";
import { paletteSections, searchSections, type PaletteEntry, type PaletteSection } from "./palette-model.ts";
import "./palette.css";
import { useAnalysis, useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Far enough to be a drag and not a click, in px. */
const dragThreshold = 4;

/** Everything that can be drawn. A combobox: the arrows move through the list while the search keeps the focus. */
export function Palette(): ReactNode {
  const t = useText("palette");
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState(0);
  const selectedId = useWorkspace((state) => state.selection.operators[0]);
  const selected = useDocument((state) => state.document.operators.find(({ id }) => id === selectedId));
  const analysis = useAnalysis((state) => state);
  const sections = useMemo(
    () => searchSections(paletteSections(catalog, analysis, selected), query),
    [catalog, analysis, selected, query],
  );
  const entries = sections.flatMap((section) => section.entries);
  const active = entries[Math.min(current, entries.length - 1)];
  const search = useRef<HTMLInputElement>(null);

  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setCurrent((at) => Math.max(0, Math.min(entries.length - 1, at + step)));
    else if (event.key === "Enter" && active) {
      addFromPalette(workbench, active.descriptor.type);
      setQuery("");
    }
    else if (event.key === "Escape" && query !== "") setQuery("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="palette">
      <label className="search-field">
        <Icon name="search" size={14} />
        <input
          ref={search}
          data-palette-search=""
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={active && entryId(active)}
          aria-label={t("search", { count: catalog.descriptors.length })}
          placeholder={t("search", { count: catalog.descriptors.length })}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setCurrent(0);
          }}
          onFocus={(event) => event.target.select()}
          onKeyDown={press}
        />
        <kbd>A</kbd>
      </label>
      <div id="palette-list" role="listbox" aria-label={t("label")} className="palette-list">
        {sections.map((section) => (
          <Section key={section.kind} section={section} follows={selected?.name ?? ""} active={active} onTake={() => setQuery("")} />
        ))}
      </div>
      {entries.length === 0 && <p className="palette-none">{t("none", { query })}</p>}
    </div>
  );
}

/** Hangs the operator on the pointer. A sheet over the canvas makes room for the place. */
function place(workbench: Workbench, type: string, dragging: boolean): void {
  workbench.modes.enter({ kind: "placing", type, dragging });
  if (isNarrow()) workbench.workspace.set(({ dock }) => ({ dock: { ...dock, open: false } }));
}

function entryId({ descriptor }: PaletteEntry): string {
  return `palette-${descriptor.type}`;
}

interface SectionProps {
  readonly section: PaletteSection;
  readonly follows: string;
  readonly active: PaletteEntry | undefined;
  /** One of them was taken: what was searched is found. */
  readonly onTake: () => void;
}

function Section({ section, follows, active, onTake }: SectionProps): ReactNode {
  const t = useText("palette");
  return (
    <div role="group" aria-labelledby={`palette-section-${section.kind}`}>
      <h5 role="none" id={`palette-section-${section.kind}`}>
        {t(`section.${section.kind}`)} {section.kind === "follow" && <b>{follows}</b>}
      </h5>
      {section.entries.map((entry) => (
        <Entry key={entry.descriptor.type} entry={entry} active={entry === active} onTake={onTake} />
      ))}
    </div>
  );
}

interface EntryProps {
  readonly entry: PaletteEntry;
  readonly active: boolean;
  readonly onTake: () => void;
}

function Entry({ entry, active, onTake }: EntryProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("palette");
  const tc = useText("canvas");
  const { descriptor, refusal } = entry;
  const start = useRef<{ x: number; y: number } | undefined>(undefined);
  const drag = (event: PointerEvent): void => {
    const from = start.current;
    if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < dragThreshold) return;
    start.current = undefined;
    event.currentTarget.releasePointerCapture(event.pointerId);
    place(workbench, descriptor.type, true);
  };
  const note =
    refusal === undefined
      ? textOf(descriptor.summary)
      : refusal.reason === "twoInputs"
        ? t("twoInputs")
        : tc(`refusal.${refusal.reason}`, {});
  return (
    <div
      id={entryId(entry)}
      role="option"
      aria-selected={active}
      aria-disabled={refusal !== undefined}
      className={["palette-entry", active && "is-active", refusal && "is-off"].filter(Boolean).join(" ")}
      title={textOf(descriptor.summary)}
      data-operator-type={descriptor.type}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        start.current = { x: event.clientX, y: event.clientY };
        // A quick hand is off the entry with its first move.
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        if (start.current) {
          place(workbench, descriptor.type, false);
          onTake();
        }
        start.current = undefined;
      }}
    >
      <Icon name={descriptor.glyph} size={14} />
      <b>{textOf(descriptor.label)}</b>
      <span>{note}</span>
      {active && <kbd>↵</kbd>}
    </div>
  );
}
