import { Suspense, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { LegendKey } from "../glyph/legend-glyph.tsx";
import { loadLateMessages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { lazyView } from "./lazy-view.tsx";
import "./legend.css";

/** Comes with the words it says. */
const LegendList = lazyView(async () => {
  const [{ LegendList: component }] = await Promise.all([import("./legend-list.tsx"), loadLateMessages()]);
  return component;
});

/** Opens and closes the list of what a picture has drawn now; `shown` is asked while it is open. [UI129] */
export function Legend({ shown }: { readonly shown: () => ReadonlySet<LegendKey> }): ReactNode {
  const t = useText("commands");
  const button = useRef<HTMLButtonElement>(null);
  const [place, open] = useState<ReturnType<typeof placeBeside>>();
  const close = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(undefined);
    button.current?.focus();
  };
  return (
    <span className="legend nopan" onKeyDown={close}>
      <button
        ref={button}
        type="button"
        className="button is-line"
        aria-expanded={place !== undefined}
        onClick={(event) => open(place ? undefined : placeBeside(event.currentTarget))}
      >
        {t("legend")}
      </button>
      {place &&
        createPortal(
          <div className="legend-panel" role="region" aria-label={t("legend")} style={place}>
            <Suspense>
              <LegendList shown={shown} />
            </Suspense>
          </div>,
          document.body,
        )}
    </span>
  );
}

const gap = 6;

/** Above or below the button, whichever has more room; in line with the edge that is nearer to the side of the window. */
function placeBeside(button: HTMLElement): Readonly<Record<string, number>> {
  const { top, bottom, left, right } = button.getBoundingClientRect();
  const isLow = top > window.innerHeight / 2;
  const isRight = left > window.innerWidth / 2;
  return {
    ...(isLow ? { bottom: window.innerHeight - top + gap } : { top: bottom + gap }),
    ...(isRight ? { right: window.innerWidth - right } : { left }),
    maxHeight: isLow ? top - 2 * gap : window.innerHeight - bottom - 2 * gap,
  };
}
