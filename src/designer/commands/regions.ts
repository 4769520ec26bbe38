/** Order of F6 over the frame. */
const order = ["top", "dock", "canvas", "inspector", "transport", "timeline"];

/** How long the frame round the region that F6 reached stays, in milliseconds. */
const frameMs = 600;

/** Moves the focus to the next or previous region that is on screen, and frames it for a moment. */
export function cycleRegion(root: ParentNode, by: 1 | -1): void {
  const regions = order.flatMap((name) => [...root.querySelectorAll<HTMLElement>(`[data-region="${name}"]`)]);
  const present = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(present + by + regions.length) % regions.length] ?? regions[0];
  if (!next) return;
  focusFirst(next);
  next.classList.add("is-framed");
  setTimeout(() => next.classList.remove("is-framed"), frameMs);
}

/** The tab stop that was used last is not known to the page, so the first one it is; on the canvas the selected node. */
function focusFirst(region: HTMLElement): void {
  const stop =
    region.querySelector<HTMLElement>(".react-flow__node[tabindex='0']") ??
    region.querySelector<HTMLElement>(focusable);
  (stop ?? region).focus();
}

const focusable = [
  "a[href]",
  "button:not([disabled], [tabindex='-1'])",
  ":is(input, select, textarea):not([disabled])",
  "[tabindex='0']:not([role=separator])",
].join();
