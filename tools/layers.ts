/** The folders below `src`, in the order in which they may be imported: a file sees its own folder and those in front of it. */
export const layers = [
  "base",
  "stream",
  "expression",
  "graph",
  "observe",
  "runtime",
  "operators",
  "formats",
  "connectors",
  "control",
  "hosts",
  "designer",
  "app",
] as const;

/**
 * The floors below `src/designer`: what is drawn and what runs; what is found out of it; what one designer keeps; the views; the frame.
 * A folder sees itself and those in front of it, so no two of them import each other.
 */
export const designerFloors = [
  ["i18n", "theme", "glyph", "examples"],
  ["document", "run", "analysis"],
  ["commands", "workspace"],
  ["canvas", "palette", "shelf", "transport", "physical", "timeline", "inspector"],
  ["actions", "shell"],
].flat();

/** What is wrong with `from` importing `to` (paths below `src`), or undefined. */
export function layerViolation(from: string, to: string): string | undefined {
  const [source = "", sourceUnit = ""] = from.split("/");
  const [target = "", targetUnit = ""] = to.split("/");
  const sourceIndex = layers.findIndex((layer) => layer === source);
  const targetIndex = layers.findIndex((layer) => layer === target);
  if (sourceIndex < 0) return `${source} is not a layer: see tools/layers.ts`;
  if (targetIndex < 0) return `${target} is not a layer: see tools/layers.ts`;
  if (targetIndex > sourceIndex) return `${source} may not import ${target}, which comes after it`;
  if (source === target && isUnitFolder(source) && sourceUnit !== targetUnit && targetUnit.indexOf(".") < 0 && sourceUnit.indexOf(".") < 0) {
    return `${source}/${sourceUnit} may not import its sibling ${target}/${targetUnit}`;
  }
  if (isUnitFolder(source) && target === "runtime" && !authorVisible.some((path) => to.startsWith(path))) {
    return `${source} sees of the runtime only ${authorVisible.join(", ")}`;
  }
  if (knowsDrawing(to) && !mayKnowDrawing(from)) {
    return `${source} knows a job by its graphs; the drawing is one front end of the compiler`;
  }
  if (source === "designer" && target === "designer") {
    const [from, to] = [designerFloors.indexOf(sourceUnit), designerFloors.indexOf(targetUnit)];
    if (from < 0 || to < 0) return `designer/${from < 0 ? sourceUnit : targetUnit} is no floor: see tools/layers.ts`;
    if (to > from) return `designer/${sourceUnit} may not import designer/${targetUnit}, which lies above it`;
  }
  if (source === "designer" && (target === "runtime" || target === "hosts" || (target === "control" && !jobInterface.has(to)))) {
    return `the designer knows a running job through ${[...jobInterface].join(" and ")} only`;
  }
  if (source === "hosts" && target === "hosts" && hostPlaces.has(sourceUnit) && hostPlaces.has(targetUnit) && sourceUnit !== targetUnit) {
    return `hosts do not know each other (${sourceUnit}, ${targetUnit})`;
  }
  return undefined;
}

/**
 * Which half of a definition a file of `operators`, `connectors` or `formats` is: `design` draws and checks, `runtime` runs. Undefined:
 * neither, or a part that both may use. [OP11]
 */
export function halfOf(path: string): "design" | "runtime" | undefined {
  if (!isUnitFolder(path.split("/")[0] ?? "")) return undefined;
  const name = path.split("/").at(-1) ?? "";
  if (designFiles.has(name)) return "design";
  return runtimeFiles.has(name) ? "runtime" : undefined;
}

const designFiles = new Set(["descriptor.ts", "descriptors.ts", "help.ts"]);
const runtimeFiles = new Set(["operator.ts", "reader.ts", "writer.ts", "format.ts", "factories.ts"]);

/** Parts of `runtime/` that authors of operators, connectors and formats may import. */
const authorVisible = ["runtime/api.ts", "runtime/format.ts", "runtime/state/", "runtime/time/", "runtime/window/", "runtime/aggregate/"];
/** Modules that make a stream graph of a drawing. */
const drawing = [
  "job-document", "drawing", "drawn-program", "drawn-paces", "choose-pace", "infer-schemas", "examine-job", "compile-job", "check-job",
  "find-problems",
];
const knowsDrawing = (path: string): boolean => drawing.some((name) => path === `graph/${name}.ts`);
/** Modules of `graph` beside them that read documents, and those through which a drawing is handed to a host. */
const drawingAllowed = [
  "graph/check-functions.ts", "graph/validate-drawing.ts", "graph/document-json-schema.ts", "graph/parse-document.ts", "graph/format-document.ts",
  "control/job-client.ts", "hosts/browser/job-client.ts", "hosts/browser/job-line.ts", "hosts/browser/serve-control.ts",
  "hosts/in-process/job-client.ts", "hosts/workers/worker-job-client.ts",
];
const compiler = new Set(["graph", "observe", "runtime", "control", "hosts"]);
const mayKnowDrawing = (path: string): boolean =>
  !compiler.has(path.split("/")[0] ?? "") || knowsDrawing(path) || drawingAllowed.includes(path);
/** What the designer sees of `control/`. */
const jobInterface = new Set(["control/job-client.ts", "control/run-command.ts"]);
const hostPlaces = new Set(["browser", "node"]);
const isUnitFolder = (layer: string): boolean => layer === "operators" || layer === "connectors" || layer === "formats";
