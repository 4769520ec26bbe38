/** Puts the focus where a dialog wants it first: at what is marked for it, else at the first field or button. */
export function focusFirst(dialog: HTMLElement): void {
  const marked = dialog.querySelector<HTMLElement>("[data-first-focus]");
  (marked ?? dialog.querySelector<HTMLElement>("input, button:not(:disabled)"))?.focus();
}
