import type { Node, NodeProps } from "@xyflow/react";
import { memo, useEffect, useRef, type ReactNode } from "react";
import type { DocumentNote } from "../document/document-change.ts";
import { useText } from "../i18n/use-text.ts";
import { useCanvasMode, useWorkbench } from "../workspace/workbench-context.ts";

export interface NoteNodeData extends Record<string, unknown> {
  readonly note: DocumentNote;
}

export type NoteFlowNode = Node<NoteNodeData, "note">;

/** Characters of a note that its picture may hold; the whole of it is there to be edited. */
const shownCharacters = 4000;

/** A note on the paper: first line in bold, plain text. */
export const NoteNodeView = memo(function NoteNodeView({ data, selected }: NodeProps<NoteFlowNode>): ReactNode {
  const workbench = useWorkbench();
  const { note } = data;
  const writing = useCanvasMode((mode) => mode.kind === "writing" && mode.note === note.id);
  const t = useText("canvas");
  const [title, ...rest] = note.text.slice(0, shownCharacters).split("\n");
  return (
    <div
      className={selected ? "note-node is-selected" : "note-node"}
      data-note={note.id}
      onDoubleClick={() => workbench.modes.enter({ kind: "writing", note: note.id })}
    >
      {writing ? (
        <NoteField note={note} />
      ) : (
        <>
          <b>{title === "" ? t("note.empty") : title}</b>
          {rest.length > 0 && <p>{rest.join("\n")}</p>}
        </>
      )}
    </div>
  );
});

function NoteField({ note }: { readonly note: DocumentNote }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("canvas");
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const keep = (): void => {
    const text = area.current?.value ?? note.text;
    if (text !== note.text) workbench.editor.edit({ kind: "setNote", note: { ...note, text } });
    workbench.modes.leave();
  };
  return (
    <textarea
      ref={area}
      className="nodrag nopan nowheel"
      aria-label={t("note.label")}
      defaultValue={note.text}
      rows={4}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" && !event.nativeEvent.isComposing) keep();
      }}
    />
  );
}
