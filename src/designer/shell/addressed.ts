const used = "data-used";

/** Remembers, on the elements themselves, which of the designers in a page was used last. Returns the way to stop. */
export function trackLastUse(root: HTMLElement): () => void {
  const note = (): void => {
    for (const other of root.ownerDocument.querySelectorAll(`.designer[${used}]`)) if (other !== root) other.removeAttribute(used);
    root.setAttribute(used, "");
  };
  root.addEventListener("pointerdown", note, true);
  root.addEventListener("focusin", note, true);
  return () => {
    root.removeEventListener("pointerdown", note, true);
    root.removeEventListener("focusin", note, true);
  };
}

/** Whether a key or a paste is for this designer: the focus is in it, or in none, and it was used last or is the first one. [UI81] */
export function isAddressed(root: HTMLElement): boolean {
  const page = root.ownerDocument;
  const focused = page.activeElement?.closest(".designer");
  return (focused ?? page.querySelector(`.designer[${used}]`) ?? page.querySelector(".designer")) === root;
}
