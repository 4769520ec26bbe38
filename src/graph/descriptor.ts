import type { z } from "zod";
import type { Schema } from "../stream/logical-type.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A text in every language of the product. */
export interface Text {
  readonly en: string;
  readonly "zh-Hans": string;
}

/** Where the palette shows it. */
export type OperatorCategory = "source" | "operator" | "window" | "join" | "sink";

/**
 * What an input takes: records however they are distributed; records by key, so that the edge is hash partitioned; or all records in
 * every subtask, so that the edge is broadcast. [GR75]
 */
export type InputAccepts = "any" | "keyed" | "broadcast";

export interface InputPort {
  readonly name: string;
  readonly label: Text;
  readonly accepts: InputAccepts;
  /** True: several edges may end here (union). */
  readonly many: boolean;
}

export interface OutputPort {
  readonly name: string;
  readonly label: Text;
  /** Output tag of a side output; absent on the main output. */
  readonly tag?: string;
}

/** What a descriptor is told about one input while a job is compiled. */
export interface InputInfo {
  readonly schema: Schema;
  /** Key fields, when the edge is hash partitioned. */
  readonly key: readonly string[] | undefined;
}

/** Result of schema inference: a schema per output port, and what is wrong. A port whose schema is unknown is left out. */
export interface Inference {
  readonly outputs: Readonly<Record<string, Schema>>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Design half of an operator, source or sink: everything that palette, form, validation, job JSON and graph translation need, and
 * nothing that runs. The running half of the same name is a factory of `runtime/api.ts`. One literal value in each folder's
 * `descriptor.ts`, one line in the list beside the folders. [OP11]
 */
export interface OperatorDescriptor<Config = unknown> {
  /** Name in job JSON, kebab-case, never changed. */
  readonly type: string;
  readonly category: OperatorCategory;
  readonly label: Text;
  /** One line for the palette. */
  readonly summary: Text;
  /** Markdown for the help panel: what it does, Flink's name for it, its options, its pitfalls. */
  readonly help: Text;
  /** Name of a glyph of the visual design (`grid`, `flag`, `hour`, `link`, `exp`, `search`, ...). */
  readonly glyph: string;
  /** zod schema of `config`: types, defaults, limits. Field metadata via `.meta(FieldMeta)` drives the form. */
  readonly config: z.ZodType<Config>;
  inputs(config: Config): readonly InputPort[];
  outputs(config: Config): readonly OutputPort[];
  /** Second line of the node: the essence of its configuration, in mono type; what has words of a language in it in both. */
  describe(config: Config): string | Text;
  /** Schemas of the outputs from those of the inputs, by port name (for a `many` port: of its first edge). */
  infer(config: Config, inputs: Readonly<Record<string, InputInfo>>): Inference;
  /** Default name of the operator in Flink ("Map", "Source: <name>", ...). */
  flinkName(config: Config): string;
  /** Defaults of a node fresh from the palette; must parse with `config` and run at once. */
  readonly initial: Config;
  readonly translation: Translation<Config>;
  /** True: the operator acts on the event-time clock, so a stream without watermarks is probably a mistake. Default: false. */
  needsWatermarks?(config: Config): boolean;
  /**
   * True: the operator or source makes watermarks. Default: false. Operators that have this at all are Flink's
   * `assignTimestampsAndWatermarks` and run, unless told otherwise, at the parallelism of their input.
   */
  assignsWatermarks?(config: Config): boolean;
  /** Field of its input that event time is taken from; undefined: from no field. */
  eventTimeField?(config: Config): string | undefined;
}

/** Design half of a format, in its folder's `descriptor.ts`. The running half of the same name is a factory of `runtime/format.ts`. */
export interface FormatDescriptor {
  /** Flink's name ("csv", "json"). */
  readonly type: string;
  readonly label: Text;
  /** zod schema of the options: Flink's keys without the format's name in front. */
  readonly options: z.ZodObject;
  /** Those of them that count where records are read, and where they are written. */
  readonly forms: { readonly reading: z.ZodObject; readonly writing: z.ZodObject };
  /** Options that a file of this name is probably written with; undefined: it is probably of another format. [OP15] */
  optionsFor(fileName: string): Readonly<Record<string, unknown>> | undefined;
}

/** What a source reads as fast as it is taken, unless the run sets a pace; a source that has a pace of its own has none of it. [DT50] */
export interface UnpacedReading {
  /** Parts that subtasks can read side by side. */
  readonly splits: number;
  /** Undefined: as many as are in `files`, or without end. */
  readonly rows?: number;
  readonly files?: readonly string[];
  /** Of a row. */
  readonly columns?: number;
}

/** How the operator becomes nodes of the stream graph. */
export type Translation<Config = unknown> =
  | { readonly kind: "source"; bounded(config: Config): boolean; unpaced?(config: Config): UnpacedReading | undefined }
  | { readonly kind: "operator"; readonly chaining: "always" | "never" | "head" }
  /** No node of its own: what ends at its one input is an input of whatever reads it (Flink's `union`). */
  | { readonly kind: "union" }
  /** `committing` sinks become a Writer and a Committer node (Sink V2). */
  | { readonly kind: "sink"; committing(config: Config): boolean };

/** What a user function is called with and what is made of its result. Expression or body is for its author to choose. [SB11] */
export interface FunctionMeta {
  readonly parameters: readonly string[];
  /** Those parameters that hold a row, with the input that the row is of. */
  readonly rows?: Readonly<Record<string, string>>;
  /** `row`: with the fields of the main output. `void`: it is called for what it does with its parameters. */
  readonly result: "boolean" | "number" | "row" | "value" | "void";
}

/**
 * Metadata of one configuration field, set with zod's `.meta()` as the outermost call of the field's schema (wrappers such as
 * `.optional()` and `.default()` do not hand metadata on).
 */
export interface FieldMeta {
  readonly label: Text;
  readonly help?: Text;
  /** How it is edited; default follows from the zod type. `byField`: an object per column of the schema in field `fields`. */
  readonly widget?:
    | "text" | "number" | "duration" | "boolean" | "select" | "function"
    | "field" | "fields" | "type" | "schema" | "rows" | "file" | "list" | "byField" | "group" | "json";
  /** Flink's option key or method, shown beside the field ("rows-per-second", "allowedLateness"). */
  readonly flink?: string;
  readonly unit?: string;
  /** `field` and `fields`: the input whose fields are offered; default: the first. */
  readonly input?: string;
  /** `function` fields: what is checked and offered while one is typed. */
  readonly function?: FunctionMeta;
  /** `group` fields whose form depends on another field: by its value, the schema of the object. */
  readonly formBy?: { readonly field: string; readonly forms: Readonly<Record<string, z.ZodType>> };
  /** `list` fields: what a new element begins as. */
  readonly item?: Readonly<Record<string, unknown>>;
  /** Show the field only when these conditions on the fields beside it hold. */
  readonly when?: FieldCondition | readonly FieldCondition[];
}

/**
 * Another field has one of these values; not set counts as undefined. In a `byField` entry `$type` is the name of the column's type.
 */
export interface FieldCondition {
  readonly field: string;
  readonly is: readonly unknown[];
}
