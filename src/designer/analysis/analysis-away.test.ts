import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { checkJob } from "../../graph/check-job.ts";
import { documentLimits } from "../../graph/document-limits.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { Editor } from "../document/editor.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { initLanguage } from "../i18n/language.ts";
import { answerRequest } from "./answer-request.ts";
import type { AnalysisRequest } from "./analysis-request.ts";
import { analysisDeadlines, type AnalysisWorker } from "./analysis-thread.ts";
import { isLight } from "./document-weight.ts";
import { DocumentAnalysis } from "./document-analysis.ts";
import { DocumentReader } from "./document-reader.ts";

const small = editDocument();
const large: JobDocument = {
  ...small,
  operators: small.operators.map((operator) => (operator.id === "plain" ? { ...operator, name: "n".repeat(20_000) } : operator)),
};

let requests: AnalysisRequest[] = [];
let isStuck = false;
let ended = 0;

/** Answers as the page's worker does, one turn later, or never. */
function startWorker(): AnalysisWorker {
  const worker: AnalysisWorker = {
    onmessage: null,
    onerror: null,
    postMessage(request) {
      requests.push(request);
      if (isStuck) return;
      void answerRequest(request, editCatalog).then((answer) =>
        worker.onmessage?.({ data: structuredClone({ kind: "answer", answer }) } as MessageEvent));
    },
    terminate: () => void ended++,
  };
  queueMicrotask(() => worker.onmessage?.({ data: { kind: "ready" } } as MessageEvent));
  return worker;
}

let reader: DocumentReader;
let editor: Editor;
let analysis: DocumentAnalysis;
let stop = (): void => undefined;

beforeAll(() => initLanguage("en"));
beforeEach(() => {
  requests = [];
  isStuck = false;
  ended = 0;
  reader = new DocumentReader(startWorker);
  editor = new Editor();
  analysis = new DocumentAnalysis({ editor, catalog: editCatalog, reader });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function open(document: JobDocument): void {
  editor.open(document, "own", crypto.randomUUID());
  stop = analysis.keepUp({ load: () => Promise.resolve(checkJob), when: () => () => undefined });
}

describe("[UI61] a document that is drawn", () => {
  it("is checked here while it is small, in the worker when it is not, and both find the same", async () => {
    expect([isLight(small), isLight(large)]).toEqual([true, false]);
    open(small);
    const here = await analysis.ofNow();
    expect(requests).toEqual([]);
    stop();
    open(large);
    const { diagnostics, outputs } = await analysis.ofNow();
    expect(requests.map(({ kind }) => kind)).toEqual(["document"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(here.diagnostics.map(({ code }) => code));
    expect(outputs).toEqual(here.outputs);
  });

  it("is checked in its newest state, without a check for each in between", async () => {
    open(large);
    const renamed = (name: string): JobDocument =>
      ({ ...large, operators: large.operators.map((operator) => ({ ...operator, type: `${operator.type} ${name}` })) });
    for (let at = 0; at < 5; at++) editor.store.setState({ document: renamed(`${at}`) });
    const { diagnostics } = await analysis.ofNow();
    expect(requests.length).toBeLessThanOrEqual(3);
    expect(diagnostics.map(({ message }) => message).join("\n")).toMatch(/ 4"/);
    expect(diagnostics.map(({ message }) => message).join("\n")).not.toMatch(/ [0-3]"/);
  });

  it("stays on screen and cannot be run when there is no answer in time", async () => {
    vi.useFakeTimers();
    isStuck = true;
    open(large);
    const waited = analysis.ofNow();
    await vi.advanceTimersByTimeAsync(analysisDeadlines.answerMs + 100);
    const { diagnostics } = await waited;
    expect(diagnostics).toMatchObject([{ severity: "error", code: "analysis.late", values: { seconds: 10 } }]);
    expect(ended).toBe(1);
    expect(editor.document).toBe(large);
  });
});

describe("[UI60] a file or a pasted text", () => {
  it("is read in the worker, with what is wrong with its job", async () => {
    const { document, findings } = await reader.readFile(new Blob([JSON.stringify({ ...small, edges: [] })]));
    expect(document?.operators).toHaveLength(small.operators.length);
    expect(findings.map(({ code }) => code)).toContain("input.unconnected");
    expect(requests.map(({ kind }) => kind)).toEqual(["file"]);
    expect(await reader.readPaste("hello")).toBeUndefined();
    expect(await reader.readPaste(JSON.stringify(small))).toHaveProperty("fragment");
  });

  it("is not checked again when it is opened: what was found is known with it", async () => {
    const heavy = { ...small, edges: [], config: { "pipeline.name": "n".repeat(20_000) } };
    const { document, findings } = await reader.readFile(new Blob([JSON.stringify(heavy)]));
    open(document ?? small);
    const { diagnostics, outputs } = await analysis.ofNow();
    expect(requests.map(({ kind }) => kind)).toEqual(["file"]);
    expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(findings.map(({ code }) => code).toSorted());
    expect([...outputs.keys()]).toContain("source");
  });

  it("is not even handed on when it is too large", async () => {
    expect(await reader.readPaste(" ".repeat(documentLimits.characters + 1))).toMatchObject({ problem: { code: "document.too-large" } });
    expect(requests).toEqual([]);
    const large = new Blob(Array.from({ length: 25 }, () => " ".repeat(1_000_000)));
    expect(await reader.readFile(large)).toMatchObject({ document: undefined, findings: [{ code: "document.too-large" }] });
  });

  it("is not opened when there is no answer in time", async () => {
    vi.useFakeTimers();
    isStuck = true;
    const report = reader.readFile(new Blob(["{}"]));
    await vi.advanceTimersByTimeAsync(analysisDeadlines.answerMs + 100);
    expect(await report).toMatchObject({ document: undefined, findings: [{ code: "import.late" }] });
  });
});

describe("[DC22] an edit that would make the document too large to be opened again", () => {
  const refused: string[] = [];
  beforeEach(() => (editor = new Editor(({ code, values }) => refused.push(`${code} ${values?.["noun"]}`))));

  it.each([
    ["a long text", { kind: "setConfig", operator: "plain", config: { function: "x".repeat(documentLimits.text + 1) } }, "text"],
    ["too many rows", { kind: "setConfig", operator: "source", config: { rows: Array.from({ length: documentLimits.rows + 1 }, () => []) } }, "rows"],
  ] as const)("is not made, and said: %s", (_name, change, noun) => {
    editor.open(small, "own", "test");
    refused.length = 0;
    editor.edit(change);
    expect(editor.document).toBe(small);
    expect(refused).toEqual([`document.too-large ${noun}`]);
  });

  it("is not made, and said: more operators", () => {
    editor.open(small, "own", "test");
    refused.length = 0;
    const operators = Array.from({ length: documentLimits.operators }, (_, at) => ({
      index: at, value: { id: `o${at}`, type: "filter", name: "f", config: {} },
    }));
    editor.edit({ kind: "addParts", reason: "paste", parts: { operators, edges: [], notes: [], positions: {} } });
    expect(editor.document).toBe(small);
    expect(refused).toEqual(["document.too-large operators"]);
  });
});
