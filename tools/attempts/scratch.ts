import { createHash, randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** A machine in small, for one attempt: a home, secrets, a place to work in. */
export interface Scratch {
  readonly root: string;
  /** Where the command line runs. */
  readonly work: string;
  readonly home: string;
  /** Where file sinks may write. */
  readonly output: string;
  /** Text that stands in every file outside, in the environment and on standard input: whoever prints it has read what it must not. */
  readonly canary: string;
  /** Paths outside of what the run may write that were made, changed or removed since the scratch was laid out. */
  changes(): readonly string[];
  /** Files below `output`, by path, with their first bytes. */
  outputs(): ReadonlyMap<string, string>;
  remove(): void;
}

export function makeScratch(): Scratch {
  const root = mkdtempSync(join(tmpdir(), "weir-attempt-"));
  const canary = `canary-${randomBytes(8).toString("hex")}`;
  const paths = { work: join(root, "work"), home: join(root, "home"), output: join(root, "work", "out"), secret: join(root, "secret") };
  for (const path of [...Object.values(paths), join(root, "jobs"), join(paths.work, ".git", "hooks"), join(paths.home, ".ssh")]) mkdirSync(path, { recursive: true });
  const planted = ["secret/canary.txt", "secret/_metadata", "home/.ssh/id_rsa", "home/.bashrc", "work/secret.csv", "x", "jobs/C01-read-etc-passwd.json", "work/.git/hooks/pre-commit"];
  for (const name of planted) writeFileSync(join(root, name), `${canary} ${name}\n`);
  symlinkSync(paths.secret, join(paths.output, "link"));
  symlinkSync(paths.secret, join(paths.work, "link"));
  const before = listing(root, paths.output);
  return {
    root,
    ...paths,
    canary,
    changes() {
      const after = listing(root, paths.output);
      const names = new Set([...before.keys(), ...after.keys()]);
      return [...names].filter((name) => before.get(name) !== after.get(name) && !expected.test(name));
    },
    outputs() {
      const files = [...listing(paths.output, undefined).keys()].filter((name) => name !== "link" && !lstatSync(join(paths.output, name)).isDirectory());
      return new Map(files.map((name) => [name, readFileSync(join(paths.output, name)).subarray(0, 100_000).toString("utf8")]));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What the harness and the command line itself leave in the place where they run. */
const expected = /^work\/(?:job\.json|run\.log)$/;

/** Everything below `root` with a digest of its content; without what lies below `except`. Links are not followed. */
function listing(root: string, except: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (directory: string): void => {
    for (const name of readdirSync(directory)) {
      const path = join(directory, name);
      if (path === except) continue;
      const stat = lstatSync(path);
      const place = relative(root, path);
      if (stat.isDirectory()) {
        found.set(place, "directory");
        walk(path);
      } else found.set(place, stat.isSymbolicLink() ? `link to ${readlinkSync(path)}` : createHash("sha1").update(readFileSync(path)).digest("hex"));
    }
  };
  walk(root);
  return found;
}
