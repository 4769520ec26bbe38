import { useId, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { TypedInput } from "./typed-input.tsx";
import type { InputProps } from "./field-props.ts";
import { useFiles, useWorkbench } from "../workspace/workbench-context.ts";

/** Names of input files, and the way to hand the files themselves over. They stay in the page: nothing is uploaded. */
export function FileInput(props: InputProps): ReactNode {
  const workbench = useWorkbench();
  const { value, onChange, disabled } = props;
  const t = useText("inspector");
  const chooser = useId();
  const names = Array.isArray(value) ? value.map(String) : [];
  const missing = useFiles((files) => names.filter((name) => !files.has(name)).join(", "));
  return (
    <>
      <TypedInput
        {...props}
        value={names.join(", ")}
        unit={undefined}
        read={readNames}
        write={String}
      />
      <label htmlFor={chooser} className="button is-line file-chooser">
        {t("chooseFile")}
        <input
          id={chooser}
          type="file"
          multiple
          disabled={disabled}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            // The first edit gives an example an id of its own, which the files are given to.
            if (files.length > 0) onChange(files.map(({ name }) => name));
            for (const file of files) workbench.files.keep(file);
          }}
        />
      </label>
      {missing !== "" && <p className="field-help">{t("fileMissing", { names: missing })}</p>}
    </>
  );
}

function readNames(text: string): string[] | undefined {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length > 0 ? names : undefined;
}
