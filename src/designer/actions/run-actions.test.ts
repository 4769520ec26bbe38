import { afterEach, beforeAll, beforeEach, expect, it, vi, type MockInstance } from "vitest";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { editDocument } from "../document/testing/edit-catalog.ts";
import { initLanguage } from "../i18n/language.ts";
import { startRun } from "./run-actions.ts";
import type { Session } from "../run/session.ts";
import { sampleWorkbench } from "../workspace/testing/sample-workbench.ts";
import type { Workbench } from "../workspace/workbench.ts";

const problem = (severity: Diagnostic["severity"], operator: string): Diagnostic => ({
  severity, code: "x", message: `${operator} is wrong`, operator, field: "function", line: 1, column: 5,
});

let workbench: Workbench;
let start: MockInstance<Session["start"]>;

beforeAll(() => initLanguage("en"));
beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (callback: (at: number) => void) => callback(0));
  workbench = sampleWorkbench();
  workbench.editor.open(editDocument(), "link", "test", "trusted");
  start = vi.spyOn(workbench.session, "start").mockResolvedValue([]);
});
afterEach(() => vi.unstubAllGlobals());

it("[UI34] [GR48] a job with an error is not started: the first one is read out and its form opened", async () => {
  workbench.analysis.store.setState({ diagnostics: [problem("error", "plain"), problem("error", "sink"), problem("warning", "source")] });
  await startRun(workbench);
  expect(start).not.toHaveBeenCalled();
  expect(workbench.problems.sought.getState().problem?.operator).toBe("plain");
  expect(workbench.workspace.state).toMatchObject({
    announcement: "The job cannot start. plain: plain is wrong",
    selection: { operators: ["plain"] },
    inspector: { open: true, tab: "config" },
    timeline: { open: true, tab: "problems" },
  });
});

it("[UI34] warnings do not keep a job from starting", async () => {
  workbench.analysis.store.setState({ diagnostics: [problem("warning", "source")] });
  await startRun(workbench);
  expect(start).toHaveBeenCalledOnce();
});

it("[UI34] what only the host finds is treated alike, errors of the stream's beginning first", async () => {
  start.mockResolvedValue([problem("error", "sink"), problem("error", "plain")]);
  await startRun(workbench);
  expect(workbench.problems.sought.getState().problem?.operator).toBe("plain");
  expect(workbench.analysis.state.diagnostics).toHaveLength(2);
});
