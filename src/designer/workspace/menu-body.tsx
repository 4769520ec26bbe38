import { DropdownMenu } from "radix-ui";
import { Fragment, useEffect, useLayoutEffect, useRef, type ButtonHTMLAttributes, type ReactElement, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import type { MenuEntry } from "./menu-entry.ts";

interface MenuBodyProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly button: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  readonly side: "top" | "bottom";
  readonly align: "start" | "end";
  readonly entries: () => readonly MenuEntry[];
  /** It is open because of a key, which was pressed before there was a menu to hear it: its first entry takes the focus. */
  readonly focusFirst: boolean;
  /** See `MenuButton`. */
  readonly goesTo: string | undefined;
  /** Closed, the focus is where it was before, unless what was chosen has put it elsewhere. */
  readonly goesBack?: boolean;
}

/** The menu behind a `MenuButton`, which loads it. */
export function MenuBody(props: MenuBodyProps): ReactNode {
  const { open, onOpenChange, button, side, align, entries, focusFirst, goesTo, goesBack = false } = props;
  const content = useRef<HTMLDivElement>(null);
  const hears = useRef(false);
  const before = useRef<Element>(null);
  const chosen = useRef(false);
  useLayoutEffect(() => {
    if (!open) return;
    // Before the menu takes the focus.
    before.current = document.activeElement;
    chosen.current = false;
  }, [open]);
  useEffect(() => {
    // From the first time on that it is closed, the menu hears for itself which it was.
    if (!open) hears.current = true;
    if (!open || !focusFirst || hears.current) return;
    // Behind the focus that the menu itself takes.
    const first = (): HTMLElement | null | undefined => content.current?.querySelector("[role^=menuitem]:not([data-disabled])");
    const frame = requestAnimationFrame(() => first()?.focus());
    return () => cancelAnimationFrame(frame);
  }, [open, focusFirst]);
  const onCloseAutoFocus = (event: Event): void => {
    if (goesBack) {
      event.preventDefault();
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (isFree && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
      return;
    }
    if (!chosen.current || goesTo === undefined) return;
    const from = before.current;
    // On a button Space would press that one.
    const place = from instanceof HTMLElement && from.isConnected && !from.matches("body, button, a, summary") ? from : undefined;
    const next = place ?? document.querySelector<HTMLElement>(goesTo);
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
  };
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <DropdownMenu.Trigger asChild disabled={button.props.disabled ?? false}>
        {button}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content ref={content} className="menu" side={side} align={align} sideOffset={4} onCloseAutoFocus={onCloseAutoFocus}>
          {open &&
            entries().map((entry, at) => (
              <Fragment key={at}>
                <MenuLine entry={entry} onChosen={() => (chosen.current = true)} />
              </Fragment>
            ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MenuLine({ entry, onChosen }: { readonly entry: MenuEntry; readonly onChosen: () => void }): ReactNode {
  if (entry.kind === "rule") return <DropdownMenu.Separator />;
  if (entry.kind === "note") return <DropdownMenu.Label className="menu-note">{entry.text}</DropdownMenu.Label>;
  if (entry.kind === "check") return <CheckLine {...entry} />;
  const choose = (): void => {
    onChosen();
    entry.select();
  };
  return (
    <DropdownMenu.Item className="menu-item" disabled={entry.disabled ?? false} onSelect={choose}>
      <span>{entry.text}</span>
      {entry.remark !== undefined && <small>{entry.remark}</small>}
      {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
    </DropdownMenu.Item>
  );
}

function CheckLine({ text, title, checked, closes, change, remove }: Extract<MenuEntry, { readonly kind: "check" }>): ReactNode {
  return (
    <div className="menu-pair" role="none">
      <DropdownMenu.CheckboxItem
        className="menu-item"
        checked={checked}
        title={title}
        onSelect={(event) => closes === true || event.preventDefault()}
        onCheckedChange={change}
      >
        <span className="menu-check">
          <DropdownMenu.ItemIndicator>
            <Icon name="check" size={13} />
          </DropdownMenu.ItemIndicator>
        </span>
        <span>{text}</span>
      </DropdownMenu.CheckboxItem>
      {remove && (
        <DropdownMenu.Item
          className="menu-item"
          aria-label={remove.name}
          title={remove.title}
          onSelect={(event) => {
            event.preventDefault();
            remove.act();
          }}
        >
          <Icon name="close" size={13} />
        </DropdownMenu.Item>
      )}
    </div>
  );
}
