import type { ReactNode } from "react";
import { LegendGlyph, legendKeys, type LegendKey } from "../glyph/legend-glyph.tsx";
import { useText } from "../i18n/use-text.ts";
import { useSessionState } from "./workbench-context.ts";

/** What is drawn now, each with its name and its meaning. */
export function LegendList({ shown }: { readonly shown: () => ReadonlySet<LegendKey> }): ReactNode {
  const text = useText("legend");
  useSessionState((state) => state.revision);
  const now = shown();
  const listed = legendKeys.filter((key) => now.has(key));
  if (listed.length === 0) return <p>{text("nothing")}</p>;
  return (
    <dl>
      {listed.map((key) => (
        <div key={key}>
          <dt>
            <LegendGlyph name={key} />
            {text(key)}
          </dt>
          <dd>{text(`${key}.why`)}</dd>
        </div>
      ))}
    </dl>
  );
}
