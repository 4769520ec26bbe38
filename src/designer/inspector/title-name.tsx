import { useRef, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { Icon } from "../glyph/icon.tsx";
import { isReadOnly } from "../document/editor.ts";
import { useText } from "../i18n/use-text.ts";
import { NameField } from "../workspace/name-field.tsx";
import { useDocument } from "../workspace/workbench-context.ts";

/** The operator's name as the inspector's heading; a press renames it there. [UI164] */
export function TitleName({ operator, name }: { readonly operator: string; readonly name: string }): ReactNode {
  const t = useText("inspector");
  const readOnly = useDocument(isReadOnly);
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (readOnly) return <h2 title={name}>{name}</h2>;
  if (editing) {
    const done = (by: "key" | "blur"): void => {
      flushSync(() => setEditing(false));
      if (by === "key") button.current?.focus();
    };
    return (
      <h2 className="is-edited">
        <NameField operator={operator} name={name} className="text-field title-name-field" onDone={done} />
      </h2>
    );
  }
  return (
    <h2 title={name}>
      <button ref={button} type="button" className="title-name" title={t("rename")} onClick={() => setEditing(true)}>
        <span>{name}</span>
        <Icon name="edit" size={12} />
      </button>
    </h2>
  );
}
