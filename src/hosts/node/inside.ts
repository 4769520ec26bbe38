import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

/**
 * Absolute path of `path`, which may come from a job or a stranger's directory, below `root`. Throws when it leads out, in its text or by a
 * link on the way or at its end. `root` may be relative, and need not be there yet.
 */
export function inside(root: string, path: string): string {
  const base = resolve(root);
  const joined = join(base, path);
  if (!contains(base, joined) || !contains(realPlace(base), realPlace(joined))) throw new Error(`"${path}" leads out of ${root}.`);
  return joined;
}

/** True when `path` is `root` or below it; both absolute and without links. */
export function contains(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * Real path of the nearest part of `path` that is there, with the rest behind it. Throws for a link that leads nowhere. What a process
 * under the permission model may not see is as if it were not there: whoever gave the process its paths has looked.
 */
function realPlace(path: string): string {
  if (seen(() => existsSync(path))) return realpathSync.native(path);
  const isLink = seen(() => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true);
  if (isLink) throw new Error(`"${path}" is a link that leads nowhere.`);
  const parent = dirname(path);
  return parent === path ? path : join(realPlace(parent), path.slice(parent.length));
}

function seen(look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_ACCESS_DENIED") return false;
    throw error;
  }
}
