import type { Text } from "../../graph/descriptor.ts";
import { jobDocumentFormat, type DocumentEdge, type DocumentOperator, type DocumentPartitioner } from "../../graph/job-document.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { textOf } from "../i18n/use-text.ts";
import type { Topic } from "./topics.ts";

/** A job that comes with the product, complete with its data. */
export interface Example {
  /** Name of its folder, too. */
  readonly id: string;
  readonly title: Text;
  /** What the job does, in a line. */
  readonly about: Text;
  /** What to look at while it runs, in a line. */
  readonly watch: Text;
  readonly topics: readonly Topic[];
  /** Text of the notes on its drawing, by their ids. */
  readonly notes: Readonly<Record<string, Text>>;
  readonly document: JobDocument;
}

/** The example's job with its name and its notes in the present language. */
export function translated({ title, notes, document }: Example): JobDocument {
  const { layout } = document;
  const inLanguage = layout?.notes?.map((note) => ({ ...note, text: textOf(notes[note.id] ?? { en: note.text, "zh-Hans": note.text }) }));
  return { ...document, name: textOf(title), ...(layout && inLanguage && { layout: { ...layout, notes: inLanguage } }) };
}

/** Column and row of the drawing; fractions lie between. */
type Place = readonly [column: number, row: number];

const step = { x: 288, y: 120 } as const;

function placeOf([column, row]: Place): { x: number; y: number } {
  return { x: column * step.x, y: row * step.y };
}

interface PlacedNote {
  readonly at: Place;
  /** First line of the note. */
  readonly heading: Text;
  readonly text: Text;
}

/** An operator may be called as a note is. */
const noteId = (name: string): string => `note-${name}`;

function textOfNote({ heading, text }: PlacedNote): Text {
  return { en: `${heading.en}\n${text.en}`, "zh-Hans": `${heading["zh-Hans"]}\n${text["zh-Hans"]}` };
}

/** An operator under its id, which is its uid, and its name unless another one is given. */
interface PlacedOperator extends Omit<DocumentOperator, "id" | "uid" | "name"> {
  readonly at: Place;
  readonly name?: string;
}

interface ExampleParts extends Pick<Example, "id" | "title" | "about" | "watch" | "topics"> {
  /** Beside those that all examples have: jobs that fail go on. */
  readonly config: JobDocument["config"];
  readonly run: NonNullable<JobDocument["run"]>;
  readonly operators: Readonly<Record<string, PlacedOperator>>;
  readonly edges: readonly DocumentEdge[];
  readonly notes: Readonly<Record<string, PlacedNote>>;
}

/** An example of its parts, written as they are drawn: operators and notes by id, each with its place. */
export function exampleOf({ id, title, about, watch, topics, config, run, operators, edges, notes }: ExampleParts): Example {
  const restart = {
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.attempts": "1000",
    "restart-strategy.fixed-delay.delay": "100 ms",
  };
  const document: JobDocument = {
    format: jobDocumentFormat,
    name: title.en,
    config: { ...config, ...restart },
    operators: Object.entries(operators).map(([name, placed]) => {
      const { at: _, ...operator } = placed;
      return { id: name, name, uid: name, ...operator };
    }),
    edges: [...edges],
    run: { mode: "deterministic", ...run },
    layout: {
      positions: Object.fromEntries(Object.entries(operators).map(([name, { at }]) => [name, placeOf(at)])),
      notes: Object.entries(notes).map(([name, note]) => ({ id: noteId(name), ...placeOf(note.at), text: textOfNote(note).en })),
    },
  };
  const texts = Object.fromEntries(Object.entries(notes).map(([name, note]) => [noteId(name), textOfNote(note)]));
  return { id, title, about, watch, topics, notes: texts, document };
}

/** An edge between operators. `from` is an operator, or one of its ports: "window.late". Forward, unless said otherwise. */
export function edgeOf(from: string, to: string, partitioner: DocumentPartitioner = { type: "forward" }): DocumentEdge {
  const [operator = "", port = "out"] = from.split(".");
  return { id: `${from.replace(".", "-")}-${to}`, from: { operator, port }, to: { operator: to, port: "in" }, partitioner };
}

/** keyBy. */
export function byKey(...key: string[]): DocumentPartitioner {
  return { type: "hash", key };
}
