import type { ReactNode } from "react";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import type { Fix } from "../analysis/fixes.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";

/** What is wrong, why, and the buttons that mend it. */
export function FieldError({
  diagnostic,
  fixes,
}: {
  readonly diagnostic: Diagnostic;
  readonly fixes: readonly Fix[];
}): ReactNode {
  useText("diagnostics");
  const place = diagnostic.line === undefined ? "" : `${diagnostic.line}:${diagnostic.column ?? 1} `;
  return (
    <>
      <p className={diagnostic.severity === "error" ? "field-error" : "field-error is-warning"}>
        <Icon name={diagnostic.severity === "error" ? "kill" : "bell"} size={13} />
        <span>
          {place !== "" && <code>{place}</code>}
          {diagnosticText(diagnostic)}
        </span>
      </p>
      {fixes.map((fix) => (
        <button key={fix.label} type="button" className="button is-line" onClick={fix.apply}>
          {fix.label}
        </button>
      ))}
    </>
  );
}
