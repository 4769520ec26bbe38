import { encodeUtf8 } from "./utf8.ts";

/** Bytes of a name that every file system takes, with room for what is put before and behind it. */
const nameBytesMax = 200;
const pathLengthMax = 1_000;
const depthMax = 32;

/** Names that a shell, Windows or a tool reads as something else than a file. */
const takenNames = /^(?:con|prn|aux|nul|com\d|lpt\d|node_modules)(?:\.|$)/i;

/**
 * What is wrong with a relative path, with `/`, that a job names for files it writes; undefined when nothing is. Such a path means the
 * same on every system, stays below the folder it is used in, and meets none of the files by which other programs are led: hidden
 * ones, and what package managers run.
 */
export function portablePathProblem(path: string): string | undefined {
  if (path === "" || path.startsWith("/")) return "it must be relative, such as out/orders";
  if (path.length > pathLengthMax) return `it is longer than ${pathLengthMax} characters`;
  const names = path.split("/");
  if (names.length > depthMax) return `it is deeper than ${depthMax} folders`;
  for (const name of names) {
    // Some file systems keep a name in another of its Unicode forms.
    const problem = nameProblem(name) ?? nameProblem(name.normalize("NFKC"));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function nameProblem(name: string): string | undefined {
  if (name === "") return "two slashes follow each other, or one stands at the end";
  if (name === "." || name === "..") return `${name} is not the name of a folder; it must stay below the output folder`;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(name)) return "it holds a control character";
  if (/[/\\:*?"<>|]/.test(name)) return 'none of \\ : * ? " < > | may stand in it';
  if (/^[.~-]/.test(name)) return `a name must not begin with "${name.charAt(0)}"`;
  if (/^\s|[\s.]$/u.test(name)) return "a name must not begin with a space, nor end with a space or a dot";
  if (takenNames.test(name)) return `"${name}" means something else to the system or to its tools`;
  // A character is a byte or more: a text that is too long is not encoded first.
  if (name.length > nameBytesMax || encodeUtf8(name).length > nameBytesMax) return `a name in it is longer than ${nameBytesMax} bytes`;
  return undefined;
}
