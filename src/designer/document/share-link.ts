import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { readJob, type JobReport } from "./job-file.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";

/** Longest fragment a link may carry, in characters. Above it a file is the way. [DC8] */
export const linkLimit = 8192;

const prefix = "#w1=";

/** The whole job in the part of the address that no server sees: deflate, base64url. */
export function linkFragment(document: JobDocument): string {
  const bytes = deflateSync(strToU8(JSON.stringify(document)), { level: 9 });
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return prefix + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined when the address carries no job; a report with its reason when it carries a broken one, or too large a one. */
export function readLink(hash: string): JobReport | undefined {
  if (!hash.startsWith(prefix)) return undefined;
  if (hash.length > linkLimit + prefix.length) return broken(tooLong(hash.length));
  try {
    const bytes = inflated(hash);
    return bytes.length === inflatedLimit ? broken(unfolded) : readJob(strFromU8(bytes));
  } catch {
    return broken({ severity: "error", code: "import.link-damaged", message: "The link is damaged: part of it is missing." });
  }
}

/** Text of the job in the address. Throws when it is damaged. */
export const linkText = (hash: string): string => strFromU8(inflated(hash));

/** At most `inflatedLimit` bytes. */
function inflated(hash: string): Uint8Array {
  const binary = atob(hash.slice(prefix.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return inflateSync(bytes, { out: new Uint8Array(inflatedLimit) });
}

/** A link of 8 KB cannot hold an honest job that is longer than this; what becomes longer is not unfolded further. [DC8] */
const inflatedLimit = 1 << 20;

const unfolded: Diagnostic = {
  severity: "error",
  code: "import.link-unfolds",
  message: `The link unfolds into more than ${inflatedLimit} bytes. Ask for the job as a file.`,
  values: { limit: inflatedLimit },
};

const tooLong = (count: number): Diagnostic => ({
  severity: "error",
  code: "import.link-too-long",
  message: `The link has ${count} characters, more than ${linkLimit}. Ask for the job as a file.`,
  values: { count, limit: linkLimit },
});

const broken = (finding: Diagnostic): JobReport => ({ document: undefined, findings: [finding] });
