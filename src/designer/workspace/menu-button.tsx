import { createElement, useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import type { ButtonHTMLAttributes, ComponentProps, KeyboardEvent, PointerEvent, ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import type { MenuEntry } from "./menu-entry.ts";
import { useWorkbench } from "./workbench-context.ts";

type Body = typeof import("./menu-body.tsx").MenuBody;

/** What all menus are made of, once it was loaded. */
let loaded: Body | undefined;
let loading: Promise<void> | undefined;
const waiting = new Set<() => void>();

function load(): Promise<void> {
  loading ??= import("./menu-body.tsx").then(
    ({ MenuBody }) => {
      loaded = MenuBody;
      for (const tell of waiting) tell();
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

function onLoaded(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

function LoadedBody(props: ComponentProps<Body>): ReactNode {
  return loaded && createElement(loaded, props);
}

interface MenuButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly side?: "top" | "bottom";
  readonly align?: "start" | "end";
  /** Asked when the menu opens. */
  readonly entries: () => readonly MenuEntry[];
  /** Where a menu can be opened from elsewhere, too: whether it stands open, and the way to say so. */
  readonly state?: readonly [open: boolean, change: (open: boolean) => void];
  /**
   * Selector of what has the focus once something was chosen, unless the menu was opened by a key that was pressed elsewhere: then it
   * goes back there. Without it the button has it.
   */
  readonly goesTo?: string;
}

/** A button that opens a menu. What menus are made of comes when the pointer or the focus comes near to the first of them. */
export function MenuButton({ side = "bottom", align = "start", entries, state, goesTo, ...attributes }: MenuButtonProps): ReactNode {
  const { dialogs } = useWorkbench();
  const t = useText("shell");
  const own = useState(false);
  const [open, change] = state ?? own;
  const isThere = useSyncExternalStore(onLoaded, () => loaded !== undefined);
  // A button that has the focus keeps it: it is another one only from its first menu on.
  const [isUsed, setUsed] = useState(isThere);
  const [byPointer, setByPointer] = useState(false);
  const changeTo = (next: boolean): void => {
    setUsed(true);
    change(next);
  };
  const fail = useEffectEvent((error: unknown) => {
    change(false);
    dialogs.showToast(t("menuFailed", { reason: error instanceof Error ? error.message : String(error) }), "refused");
  });
  const isMissing = open && !isThere;
  useEffect(() => {
    if (isMissing) load().catch((error: unknown) => fail(error));
  }, [isMissing]);
  if (isThere && (isUsed || open)) {
    const button = <button type="button" {...attributes} />;
    return <LoadedBody {...{ open, side, align, entries, button, goesTo }} focusFirst={!byPointer} onOpenChange={changeTo} />;
  }
  const show = (): void => changeTo(true);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    setByPointer(false);
    show();
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.ctrlKey) return;
    // The focus goes to the menu.
    event.preventDefault();
    setByPointer(true);
    show();
  };
  // Who comes near may press. That it cannot be loaded is told to the one who does.
  const near = (): void => void load().catch(() => undefined);
  const acts = attributes.disabled ? {} : { onKeyDown, onPointerDown };
  return <button type="button" {...attributes} aria-haspopup="menu" aria-expanded={false} onPointerEnter={near} onFocus={near} {...acts} />;
}
