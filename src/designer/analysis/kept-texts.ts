import { createStore, type StoreApi } from "zustand/vanilla";
import type { Text } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { DocumentEdge, DocumentOperator, JobDocument } from "../../graph/job-document.ts";
import { readNumber, type NumberRange } from "../../graph/read-number.ts";

/** Where a number of a document stands: in an operator, in an edge, else in the pace of its run. */
export interface NumberPlace {
  readonly operator?: string;
  readonly edge?: string;
  readonly key: string;
}

/** What may stand there. */
export interface NumberLimits extends NumberRange {
  readonly label: Text;
}

interface KeptText {
  readonly place: NumberPlace;
  readonly text: string;
  /** The document's value over which it was typed. */
  readonly over: unknown;
  readonly diagnostic: Diagnostic;
}

/**
 * Texts that were typed where a document has a number and are none that may stand there. A document holds numbers only; so they are kept
 * beside it, as long as nothing else is set there, and are problems of it. [UI106]
 */
export class KeptTexts {
  readonly store: StoreApi<readonly KeptText[]> = createStore<readonly KeptText[]>(() => []);

  textAt(place: NumberPlace, document: JobDocument): string | undefined {
    return this.store.getState().find((kept) => isSame(kept.place, place) && kept.over === valueAt(document, place))?.text;
  }

  /** Keeps `text`, typed into `document` at `place`, for what is wrong with it. */
  keep(document: JobDocument, text: string, diagnostic: Diagnostic, place: NumberPlace): void {
    const kept = { place, text, diagnostic, over: valueAt(document, place) };
    this.store.setState([...this.store.getState().filter((each) => !isSame(each.place, place)), kept], true);
  }

  drop(place: NumberPlace): void {
    const rest = this.store.getState().filter((each) => !isSame(each.place, place));
    if (rest.length < this.store.getState().length) this.store.setState(rest, true);
  }

  clear(): void {
    if (this.store.getState().length > 0) this.store.setState([], true);
  }

  problemsOf(document: JobDocument): readonly Diagnostic[] {
    return this.store.getState().flatMap(({ place, over, diagnostic }) =>
      isThere(document, place) && valueAt(document, place) === over ? [diagnostic] : []);
  }
}

/** The number in `text`; or what is wrong with it, of which `kept` stays in force. */
export function readNumberAt(text: string, limits: NumberLimits, place: NumberPlace, kept: string): number | Diagnostic {
  const read = readNumber(text, limits);
  if (typeof read === "number") return read;
  const { label } = limits;
  return {
    severity: "error",
    code: `form.${read.kind}`,
    message: `${label.en} ${read.words}. Until then it is ${kept}.`,
    label,
    values: { field: label.en, text: text.slice(0, 60), limit: read.limit, kept },
    field: place.key,
    ...(place.operator !== undefined && { operator: place.operator }),
    ...(place.edge !== undefined && { edge: place.edge }),
  };
}

const isSame = (one: NumberPlace, other: NumberPlace): boolean =>
  one.operator === other.operator && one.edge === other.edge && one.key === other.key;

const partAt = ({ operators, edges, run = {} }: JobDocument, place: NumberPlace): DocumentOperator | DocumentEdge | object | undefined => {
  if (place.operator !== undefined) return operators.find(({ id }) => id === place.operator);
  return place.edge === undefined ? run : edges.find(({ id }) => id === place.edge);
};

const isThere = (document: JobDocument, place: NumberPlace): boolean => partAt(document, place) !== undefined;

function valueAt(document: JobDocument, place: NumberPlace): unknown {
  const part = partAt(document, place);
  return part && Reflect.get(part, place.key);
}
