import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { useDocument } from "../workspace/workbench-context.ts";
import "./job-notes.css";

/** Notes, and characters of one, that are repeated; the whole of them is on the canvas. */
const most = { notes: 8, characters: 600 } as const;

/** What the job's notes say: in Physical, too, and where the canvas is too small to read them. [UI144] */
export function JobNotes(): ReactNode {
  const t = useText("inspector");
  const notes = useDocument((state) => state.document.layout?.notes) ?? [];
  return (
    <section className="job-notes">
      <h3>{t("notes")}</h3>
      {notes.slice(0, most.notes).map((note) => {
        const [title, ...rest] = note.text.slice(0, most.characters).split("\n");
        return (
          <p key={note.id}>
            <b>{title}</b> {rest.join("\n")}
            {note.text.length > most.characters && " …"}
          </p>
        );
      })}
    </section>
  );
}
