import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { readJob, type JobReport } from "./job-file.ts";
import { readMoment, type SharedMoment } from "./shared-moment.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";

/** Longest fragment a link may carry, in characters. Above it a file is the way. [DC8] */
export const linkLimit = 8192;

const prefix = "#w1=";
/** In front of a moment, behind the job: no part of the alphabet of either. */
const momentMark = "&m=";

/** A job as a link hands it over. */
export interface LinkReport extends JobReport {
  /** The moment of its run that the link shows. */
  readonly moment?: SharedMoment;
}

/** The whole job, and the moment of its run, in the part of the address that no server sees: deflate, base64url. */
export function linkFragment(document: JobDocument, moment?: SharedMoment): string {
  return prefix + packed(document) + (moment === undefined ? "" : momentMark + packed(moment));
}

/** Undefined when the address carries no job; a report with its reason when it carries a broken one, or too large a one. */
export function readLink(hash: string): LinkReport | undefined {
  if (!hash.startsWith(prefix)) return undefined;
  if (hash.length > linkLimit + prefix.length) return broken(tooLong(hash.length));
  const [, moment] = parts(hash);
  try {
    const bytes = inflated(parts(hash)[0]);
    if (bytes.length === inflatedLimit) return broken(unfolded);
    const report = readJob(strFromU8(bytes));
    return moment === undefined ? report : withMoment(report, moment);
  } catch {
    return broken({ severity: "error", code: "import.link-damaged", message: "The link is damaged: part of it is missing." });
  }
}

/** Text of the job in the address. Throws when it is damaged. */
export const linkText = (hash: string): string => strFromU8(inflated(parts(hash)[0]));

/** A job is shown without a moment that cannot be read, and that is said. */
function withMoment(report: JobReport, packedMoment: string): LinkReport {
  const moment = unpackedMoment(packedMoment);
  return moment === undefined ? { ...report, findings: [...report.findings, noMoment] } : { ...report, moment };
}

function unpackedMoment(text: string): SharedMoment | undefined {
  try {
    return readMoment(JSON.parse(strFromU8(inflated(text))));
  } catch {
    return undefined;
  }
}

function parts(hash: string): readonly [job: string, moment: string | undefined] {
  const [job = "", moment] = hash.slice(prefix.length).split(momentMark);
  return [job, moment];
}

function packed(value: unknown): string {
  const bytes = deflateSync(strToU8(JSON.stringify(value)), { level: 9 });
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** At most `inflatedLimit` bytes. */
function inflated(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return inflateSync(bytes, { out: new Uint8Array(inflatedLimit) });
}

/** A link of 8 KB cannot hold an honest job that is longer than this; what becomes longer is not unfolded further. [DC8] */
const inflatedLimit = 1 << 20;

const noMoment: Diagnostic = {
  severity: "warning",
  code: "import.link-moment",
  message: "The moment of the run in this link cannot be read. The job is whole.",
};

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
