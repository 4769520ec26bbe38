import type { ReactNode } from "react";
import { examples, type Example } from "../examples/example.ts";
import { openExample } from "../actions/file-actions.ts";
import { textOf, useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** Jobs that come with the product. Opening one leaves the present job among the saved ones. */
export function ExampleList(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  return (
    <ul className="example-list" aria-label={t("dock.scenarios")}>
      {examples.map((example: Example) => (
        <li key={example.id}>
          <button type="button" onClick={() => openExample(workbench, example)}>
            <b>{textOf(example.title)}</b>
            <span>{textOf(example.about)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
