import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What `npm ci` goes by: it refuses a lock file that does not match package.json, and installs only what the lock file lists. */
interface Entry {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Entry>>;

const read = (file: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "..", file), "utf8"));
const manifest = read("package.json") as Entry;
const { packages } = read("package-lock.json") as { readonly packages: Packages };
const kinds = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** Place of the package that `from` gets for `name`, as Node looks for it: in its own folder, then in each one above. */
function placeOf(all: Packages, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules") - 1))) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (all[place] !== undefined) return place;
    if (folder === "") return undefined;
  }
}

/** Dependencies of any package, the optional ones of other platforms included, for which the lock file has no fitting package. */
function unfit(all: Packages): string[] {
  return Object.entries(all).flatMap(([from, entry]) =>
    Object.entries({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies }).flatMap(([name, range]) => {
      const place = placeOf(all, from, name);
      const version = place === undefined ? undefined : all[place]?.version;
      return version !== undefined && fits(range, version) ? [] : [`${from || "weir"} needs ${name} ${range}, the lock file has ${version ?? "none"}`];
    }),
  );
}

/** Exact versions and the ranges that npm writes by itself; wider ones are npm's to judge. */
function fits(range: string, version: string): boolean {
  const [wanted, has] = [range.replace(/^[\^~=v]+/, ""), version].map((text) => (text ?? "").split(/[.+-]/).map(Number));
  if (!/^[\^~=v]*\d+\.\d+\.\d+$/.test(range) || wanted === undefined || has === undefined) return true;
  const [major = 0, minor = 0, patch = 0] = wanted;
  const newer = has[0] === major && (has[1]! > minor || (has[1] === minor && has[2]! >= patch));
  if (range.startsWith("^")) return newer && (major > 0 || (has[1] === minor && (minor > 0 || has[2] === patch)));
  return range.startsWith("~") ? newer && has[1] === minor : version === range.replace(/^[=v]+/, "");
}

test("package.json and the lock file agree, as npm ci demands", () => {
  for (const kind of kinds) expect(packages[""]?.[kind], kind).toEqual(manifest[kind]);
});

test("no dependency is an alias of another package, nor from anywhere but the registry", () => {
  const specifiers = Object.values(packages).flatMap((entry) => kinds.flatMap((kind) => Object.entries(entry[kind] ?? {})));
  expect(specifiers.filter(([, range]) => /^(npm:|git|github:|https?:|file:|link:)|\//.test(range))).toEqual([]);
  const installed = Object.entries(packages).filter(([place]) => place !== "");
  const renamed = installed.filter(([place, { name }]) => name !== undefined && !place.endsWith(`node_modules/${name}`));
  expect(renamed.map(([place]) => place)).toEqual([]);
  // Without an address a package comes from whichever registry npm is set to; its hash is the same everywhere.
  const unproven = installed.filter(
    ([, { link, integrity, resolved }]) => link === true || integrity === undefined || resolved !== undefined,
  );
  expect(unproven.map(([place]) => place)).toEqual([]);
});

test("the lock file holds every package that any platform needs", () => {
  expect(unfit(packages)).toEqual([]);
});

test("a platform package that a lock file lost, or has in another version, is found", () => {
  const platform = "node_modules/@oxlint/binding-darwin-arm64";
  const { [platform]: lost, ...rest } = packages;
  expect(lost?.version).toBeDefined();
  expect(unfit(rest)).toEqual([`node_modules/oxlint needs @oxlint/binding-darwin-arm64 ${lost?.version}, the lock file has none`]);
  expect(unfit({ ...packages, [platform]: { ...lost, version: "0.0.1" } })).toHaveLength(1);
});
