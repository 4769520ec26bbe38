import type { ReactNode } from "react";
import { choosePace, unpacedReadings } from "../../graph/choose-pace.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { JobDocument, RunPace } from "../../graph/job-document.ts";
import { isLive } from "../run/session-state.ts";
import { Icon } from "../glyph/icon.tsx";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import { isReadOnly } from "../document/editor.ts";
import { useDocument, useFiles, useSessionState, useTransport, useWorkbench } from "../workspace/workbench-context.ts";

const rates = [1, 5, 20, 100, 500, 2000];
const factors = [1, 10, 60, 600, 3600, 86_400] as const;

/** How fast the job's sources are read, by what was chosen from the job or by what a person says. [UI99] */
export function PaceMenu(): ReactNode {
  const workbench = useWorkbench();
  const { catalog, editor } = workbench;
  const text = useText("run");
  const document = useDocument((state) => state.document);
  const readOnly = useDocument(isReadOnly);
  const live = useSessionState(({ phase }) => isLive(phase));
  const open = useTransport(({ menu }) => menu === "pace");
  const asked = document.run?.pace;
  const isFree = document.run?.mode === "freeRunning";
  const { pace: _, ...run } = document.run ?? {};
  const rate = useFiles((files) => {
    const pace = choosePace({ ...document, run }, catalog, (file) => files.get(file)?.size ?? 0);
    return pace.kind === "rate" && !isFree ? pace.rowsPerSecond : undefined;
  });
  const chosen: RunPace = rate === undefined ? { kind: "unlimited" } : { kind: "rate", rowsPerSecond: rate };
  const name = (pace: RunPace): string => {
    if (pace.kind === "unlimited") return text("pace.unlimited");
    if (pace.kind === "rate") return text("pace.rate", { rate: formatCount(pace.rowsPerSecond) });
    return text("pace.eventTime", { factor: formatCount(pace.factor) });
  };
  const isOwn = chosen.kind === "unlimited" && !isFree;
  const chosenName = isOwn ? text("pace.own") : name(chosen);
  const set = (pace: RunPace | undefined): void => {
    editor.edit({ kind: "setRun", run: pace === undefined ? run : { ...run, pace } }, "run pace");
    editor.seal();
  };
  const entries = (): readonly MenuEntry[] => {
    const isPaced = unpacedReadings(document.operators, catalog).length > 0;
    const choice = (pace: RunPace | undefined, words: string): MenuEntry => ({
      kind: "check", text: words, checked: samePace(pace, asked), closes: true, change: () => set(pace),
    });
    const replay = factors.map((factor) => choice({ kind: "eventTime", factor }, text(`pace.times${factor}`)));
    return [
      { kind: "note", text: text(isPaced ? "pace.note" : "pace.noSource") },
      ...(live ? [{ kind: "note", text: text("pace.nextRun") } as const] : []),
      ...(readOnly || !isPaced
        ? []
        : ([
            choice(undefined, text("pace.chosen", { pace: chosenName })),
            choice({ kind: "unlimited" }, text("pace.asFast")),
            { kind: "rule" },
            ...rates.map((rowsPerSecond) => choice({ kind: "rate", rowsPerSecond }, name({ kind: "rate", rowsPerSecond }))),
            { kind: "rule" },
            { kind: "note", text: text(hasEventTime(document, catalog) ? "pace.replay" : "pace.noTime") },
            ...(hasEventTime(document, catalog) ? replay : []),
          ] satisfies readonly MenuEntry[])),
    ];
  };
  return (
    <MenuButton
      className="transport-menu pace-menu"
      side="top"
      title={text("pace.title")}
      state={[open, (next) => workbench.transport.openMenu("pace", next)]}
      entries={entries}
    >
      <span>{text("pace.name")}</span> <b>{asked === undefined ? chosenName : name(asked)}</b>
      <Icon name="chevron" />
    </MenuButton>
  );
}

function samePace(left: RunPace | undefined, right: RunPace | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A source without a pace of its own has a timestamp, or a field by the name that the job takes its event time from. */
function hasEventTime({ operators }: JobDocument, catalog: Catalog): boolean {
  const named = operators.flatMap(({ type, config }) => (catalog.find(type)?.eventTimeField === undefined ? [] : [config["field"]]));
  return operators.some((operator) => {
    const { fields } = operator.config;
    if (unpacedReadings([operator], catalog).length === 0 || !Array.isArray(fields)) return false;
    return fields.some(({ name, type }: { readonly name?: unknown; readonly type?: unknown }) =>
      named.includes(name) || String(type).startsWith("TIMESTAMP"));
  });
}
