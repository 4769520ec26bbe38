import type { Catalog } from "../../graph/catalog.ts";
import { functionTexts } from "../../graph/function-texts.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { namedFiles } from "./named-files.ts";

/** A function of a job, as a person is shown it. */
export interface ShownFunction {
  readonly operator: string;
  /** Its place in the operator's configuration. */
  readonly path: string;
  /** Its beginning, when it is long. */
  readonly text: string;
  /** Characters that are not shown. */
  readonly hidden: number;
}

/** What a job holds and would do, read from its document: nothing of it is run. */
export interface JobContents {
  readonly operators: number;
  readonly functions: number;
  /** The first ones. */
  readonly shown: readonly ShownFunction[];
  readonly files: readonly string[];
  /** Names of what writes rows. */
  readonly sinks: readonly string[];
}

const shownMax = 100;
const charactersMax = 2_000;

export function jobContents(document: JobDocument, catalog: Catalog): JobContents {
  const functions = document.operators.flatMap((operator) => {
    const schema = catalog.find(operator.type)?.config;
    if (schema === undefined) return [];
    return functionTexts(schema, operator.config).map(({ path, source }) => ({ operator: operator.name, path, source }));
  });
  const sinks = document.operators.filter(({ type }) => catalog.find(type)?.translation.kind === "sink");
  return {
    operators: document.operators.length,
    functions: functions.length,
    shown: functions.slice(0, shownMax).map(({ operator, path, source }) => ({
      operator,
      path,
      text: source.slice(0, charactersMax),
      hidden: Math.max(0, source.length - charactersMax),
    })),
    files: namedFiles(document),
    sinks: sinks.map(({ name }) => name),
  };
}
