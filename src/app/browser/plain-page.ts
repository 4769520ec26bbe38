/**
 * Whether another site shows this page inside its own: it could lay its own picture over the buttons. A server says so by
 * `frame-ancestors`; a static host that sends no headers leaves it to the page. [HB61]
 */
export function inForeignFrame(): boolean {
  if (window.top === window) return false;
  try {
    return window.top?.location.origin !== location.origin;
  } catch {
    return true;
  }
}

/** Nothing has been started; there is only a way out. */
export function showFramedNotice(root: HTMLElement): void {
  const link = document.createElement("a");
  link.href = location.href;
  link.target = "_top";
  link.textContent = "Open Weir by itself / 单独打开 Weir";
  say(root, ["Weir does not start inside another site's page.", "Weir 不在其他网站的页面中启动。"], link);
}

/** The page could not be put together. What it set out to open is marked, so the next load leaves it out. */
export function showStartFailure(root: HTMLElement, error: unknown): void {
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Reload / 重新加载";
  again.addEventListener("click", () => location.reload());
  const reason = error instanceof Error ? error.message : String(error);
  say(
    root,
    [
      `Weir could not start: ${reason}`,
      "Jobs saved in this browser are kept. The one that was being opened is left out after a reload.",
      "Weir 未能启动。保存在此浏览器中的作业不受影响；重新加载后不会打开出问题的那个作业。",
    ],
    again,
  );
}

/** Without styles, messages or code that may be what is missing. */
function say(root: HTMLElement, lines: readonly string[], action: HTMLElement): void {
  const place = document.createElement("main");
  place.setAttribute("role", "alert");
  place.style.cssText = "max-width: 40em; margin: 15vh auto; padding: 0 1em; font: 15px/1.6 system-ui, sans-serif";
  for (const line of lines) place.append(Object.assign(document.createElement("p"), { textContent: line.slice(0, 500) }));
  place.append(action);
  root.replaceChildren(place);
}
