import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** A package that the build holds code or fonts of, and what it is given under, as the page shows it (`licences-dialog.tsx`). */
export interface BundledLicence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of the licence that it is used under. */
  readonly licence: string;
  /** Where its source is, as the package says. */
  readonly source: string;
  /** The licence's own text, with its notice. */
  readonly text: string;
}

/** Of packages that may be used under one of several licences: the one that this build uses them under. */
const chosen: Readonly<Record<string, string>> = { elkjs: "EPL-2.0" };

/** Notes the modules of a bundle that is made apart, such as a worker's. */
export function seenModules(seen: Set<string>): Plugin {
  return { name: "weir-seen-modules", apply: "build", moduleParsed: ({ id }) => void seen.add(id) };
}

/** Packages that come without the text of their licence, and one of the same author under the same licence that has it. */
const textFrom: Readonly<Record<string, string>> = { "react-remove-scroll-bar": "react-remove-scroll" };

/**
 * Collects what a build is made of and emits `licences.json` with it. `seen` takes module paths of bundles that are made apart. Fails the
 * build when a package has no licence or no text of it. [UI76]
 */
export function bundledLicences(seen: Set<string>): Plugin {
  return {
    name: "weir-bundled-licences",
    apply: "build",
    moduleParsed: ({ id }) => void seen.add(id),
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) if (file.type === "asset") for (const name of file.originalFileNames) seen.add(name);
        this.emitFile({ type: "asset", fileName: "licences.json", source: JSON.stringify(licencesOf(seen)) });
      },
    },
  };
}

/** The licences of the packages that modules come from, by name. Throws for a package without a licence or its text. */
export function licencesOf(modules: Iterable<string>): readonly BundledLicence[] {
  const folders = new Set([...modules].flatMap((id) => packageFolder(id) ?? []));
  return [...folders].map(licenceOf).toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** `node_modules/NAME` of a module below it, with what stands in front; a package inside a package counts by itself. */
function packageFolder(id: string): string | undefined {
  return /^\0?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"))?.[1];
}

function licenceOf(folder: string): BundledLicence {
  const { name, version, license, repository, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
    readonly repository?: string | { readonly url?: string };
    readonly homepage?: string;
  };
  const licence = chosen[name] ?? license;
  const other = textFrom[name];
  const texts = textsIn(other === undefined ? folder : join(dirname(folder), other));
  const source = (typeof repository === "string" ? repository : repository?.url) ?? homepage ?? name;
  if (licence === undefined || texts === "") {
    throw new Error(`${name} in ${folder} has no licence, or no text of it: it cannot be part of the build`);
  }
  return { name, version, licence, source: source.replace(/^git\+/, ""), text: texts };
}

function textsIn(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice|ofl)\b/i.test(entry.name));
  return files.map(({ name }) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
}
