import { useId, type KeyboardEvent, type ReactNode } from "react";
import { openExample } from "../actions/file-actions.ts";
import type { Example } from "../examples/example.ts";
import { examples } from "../examples/examples.ts";
import { topics } from "../examples/topics.ts";
import { Icon } from "../glyph/icon.tsx";
import { textOf, useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";
import { JobPicture } from "./job-picture.tsx";
import "./example-gallery.css";

/** The gallery over the frame. */
export function ExamplesDialog(): ReactNode {
  const t = useText("gallery");
  const { dialogs } = useWorkbench();
  const close = useText("shell")("close");
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("title")}</h2>
        <p>{t("lead")}</p>
        <button type="button" className="button is-square" aria-label={close} title={close} onClick={() => dialogs.close()}>
          <Icon name="close" size={12} />
        </button>
      </header>
      <ExampleGallery />
    </>
  );
}

/** Jobs that come with the product, a card each. Opening one leaves the present job among the saved ones. [UI141] */
export function ExampleGallery(): ReactNode {
  const t = useText("gallery");
  return (
    <ul className="example-gallery" aria-label={t("title")}>
      {examples.map((example, place) => (
        <li key={example.id}>
          <ExampleCard example={example} isFirst={place === 0} />
        </li>
      ))}
    </ul>
  );
}

interface ExampleCardProps {
  readonly example: Example;
  readonly isFirst: boolean;
}

function ExampleCard({ example, isFirst }: ExampleCardProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("gallery");
  const id = useId();
  return (
    <button
      type="button"
      className="example-card"
      data-first-focus={isFirst || undefined}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-about`}
      onClick={() => openExample(workbench, example)}
      onKeyDown={stepAmongCards}
    >
      <JobPicture job={example.document} room={{ width: 300, height: 100 }} />
      <b id={`${id}-title`}>{textOf(example.title)}</b>
      <span id={`${id}-about`} className="example-words">
        <span>{textOf(example.about)}</span>
        <span className="example-watch">
          <b>{t("watch")}</b> {textOf(example.watch)}
        </span>
        <span className="example-topics">
          {example.topics.map((topic) => (
            <small key={topic}>{textOf(topics[topic])}</small>
          ))}
        </span>
      </span>
    </button>
  );
}

/** By arrows to the card beside, above or below. */
function stepAmongCards(event: KeyboardEvent<HTMLButtonElement>): void {
  const from = event.currentTarget;
  const cards = [...(from.closest("ul")?.querySelectorAll<HTMLButtonElement>("button") ?? [])];
  const at = cards.indexOf(from);
  const columns = cards.filter(({ offsetTop }) => offsetTop === cards[0]?.offsetTop).length;
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -at, End: cards.length - 1 - at }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  cards[Math.min(cards.length - 1, at + by)]?.focus();
}
