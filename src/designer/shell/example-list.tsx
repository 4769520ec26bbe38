import type { ReactNode } from "react";
import { examples } from "../examples/examples.ts";
import { topics } from "../examples/topics.ts";
import { openExample } from "../actions/file-actions.ts";
import { textOf, useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** Jobs that come with the product. Opening one leaves the present job among the saved ones. */
export function ExampleList(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  return (
    <ul className="example-list" aria-label={t("dock.scenarios")}>
      {examples.map((example) => (
        <li key={example.id}>
          <button type="button" onClick={() => openExample(workbench, example)}>
            <b>{textOf(example.title)}</b>
            <span>{textOf(example.about)}</span>
            <span>{textOf(example.watch)}</span>
            <span>{example.topics.map((topic) => textOf(topics[topic])).join(" / ")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
