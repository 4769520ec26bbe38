import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { analysisStore } from "../analysis/analysis-store.ts";
import { emptyAnalysis } from "../analysis/analysis.ts";
import { openDocument } from "../document/document-store.ts";
import { editDocument } from "../document/testing/edit-catalog.ts";
import { initLanguage } from "../i18n/language.ts";
import type { RunControl } from "../run/run-control.ts";
import { soughtProblem } from "../workspace/problem-place.ts";
import { workspaceStore } from "../workspace/workspace-store.ts";
import { startRun } from "./run-actions.ts";

const problem = (severity: Diagnostic["severity"], operator: string): Diagnostic => ({
  severity, code: "x", message: `${operator} is wrong`, operator, field: "function", line: 1, column: 5,
});

let start: ReturnType<typeof vi.fn<RunControl["start"]>>;
const run = (): RunControl => ({ start }) as unknown as RunControl;

beforeAll(() => initLanguage("en"));
beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (callback: (at: number) => void) => callback(0));
  openDocument(editDocument(), "link", "test", "trusted");
  start = vi.fn<RunControl["start"]>(async () => []);
});
afterEach(() => {
  vi.unstubAllGlobals();
  analysisStore.setState(emptyAnalysis);
});

it("[UI34] [GR48] a job with an error is not started: the first one is read out and its form opened", async () => {
  analysisStore.setState({ diagnostics: [problem("error", "plain"), problem("error", "sink"), problem("warning", "source")] });
  await startRun(run());
  expect(start).not.toHaveBeenCalled();
  expect(soughtProblem.getState().problem?.operator).toBe("plain");
  expect(workspaceStore.getState()).toMatchObject({
    announcement: "The job cannot start. plain: plain is wrong",
    selection: { operators: ["plain"] },
    inspector: { open: true, tab: "config" },
    timeline: { open: true, tab: "problems" },
  });
});

it("[UI34] warnings do not keep a job from starting", async () => {
  analysisStore.setState({ diagnostics: [problem("warning", "source")] });
  await startRun(run());
  expect(start).toHaveBeenCalledOnce();
});

it("[UI34] what only the host finds is treated alike, errors of the stream's beginning first", async () => {
  start.mockResolvedValue([problem("error", "sink"), problem("error", "plain")]);
  await startRun(run());
  expect(soughtProblem.getState().problem?.operator).toBe("plain");
  expect(analysisStore.getState().diagnostics).toHaveLength(2);
});
