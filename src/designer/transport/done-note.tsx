import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { operatorName } from "../run/names.ts";
import { useRun, useWorkbench } from "../workspace/workbench-context.ts";

/** Sinks that are named; the others are a number. */
const named = 2;

/** What a finished run has given, and where: a press opens the table of the first sink that has rows. [UI96] */
export function DoneNote(): ReactNode {
  const { workspace } = useWorkbench();
  const text = useText("output");
  const player = useRun();
  const sinks = (player?.sinks ?? []).flatMap((sink, place) => {
    const { written = 0, committed = 0 } = player?.output.tally(place) ?? {};
    const count = sink.committer ? committed : written;
    return count > 0 ? [{ id: sink.id, words: text("done.sink", { count, sink: operatorName(sink) }) }] : [];
  });
  const rest = sinks.length - named;
  const words = sinks.slice(0, named).map((sink) => sink.words);
  const what = [...words, ...(rest > 0 ? [text("done.more", { count: rest })] : [])].join(", ") || text("done.nothing");
  const note = text("done.note", { what });
  return (
    <button type="button" title={`${note}. ${text("done.show")}`} onClick={() => workspace.showOutput(sinks[0]?.id)}>
      {note}
    </button>
  );
}
