import { Tabs } from "radix-ui";
import { Suspense } from "react";
import type { ReactNode } from "react";
import { loadLateMessages } from "../i18n/language.ts";
import { textOf, useText } from "../i18n/use-text.ts";
import { FailureAt } from "../workspace/failure-views.tsx";
import { lazyView } from "../workspace/lazy-view.tsx";
import { type InspectorTabName } from "../workspace/workspace.ts";
import { JobInspector } from "./job-inspector.tsx";
import { OperatorConfig } from "./operator-config.tsx";
import { TitleName } from "./title-name.tsx";
import "./inspector.css";
import { useAnalysis, useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** The running half is loaded with the first look at it. */
const SubjectTitle = lazyView(() => import("./tabs/subject-title.tsx").then(({ SubjectTitle: component }) => component));
const InspectorTab = lazyView(() => import("./tabs/inspector-tab.tsx").then(({ InspectorTab: component }) => component));
const OperatorCode = lazyView(() => import("./operator-code.tsx").then(({ OperatorCode: component }) => component));
const EdgeInspector = lazyView(() => import("./edge-inspector.tsx").then(({ EdgeInspector: component }) => component));
const SeveralInspector = lazyView(() => import("./several-inspector.tsx").then(({ SeveralInspector: component }) => component));
/** Comes with the words it says. */
const CheckpointInspector = lazyView(async () => {
  const [{ CheckpointInspector: component }] = await Promise.all([import("./checkpoint/checkpoint-inspector.tsx"), loadLateMessages()]);
  return component;
});

const tabs: readonly InspectorTabName[] = ["config", "data", "state", "time", "checkpoint", "code"];

/** What is selected, in detail: an operator, an edge, or with nothing selected the job itself. */
export function Inspector(): ReactNode {
  const selection = useWorkspace((state) => state.selection);
  const operator = useDocument((state) => state.document.operators.find(({ id }) => id === selection.operators[0]));
  const edge = useDocument((state) => state.document.edges.find(({ id }) => id === selection.edges[0]));
  if (selection.operators.length > 1) {
    return (
      <Suspense>
        <SeveralInspector key={selection.operators.join(" ")} ids={selection.operators} />
      </Suspense>
    );
  }
  if (operator) return <OperatorInspector key={operator.id} id={operator.id} />;
  if (edge) {
    return (
      <Suspense>
        <EdgeInspector key={edge.id} id={edge.id} />
      </Suspense>
    );
  }
  if (selection.checkpoint !== undefined) {
    return (
      <Suspense>
        <CheckpointInspector id={selection.checkpoint} />
      </Suspense>
    );
  }
  return <JobInspector />;
}

function OperatorInspector({ id }: { readonly id: string }): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const operator = useDocument((state) => state.document.operators.find((candidate) => candidate.id === id));
  const errors = useAnalysis(
    (state) =>
      state.diagnostics.filter((diagnostic) => diagnostic.operator === id && diagnostic.severity === "error").length,
  );
  const tab = useWorkspace((state) => state.inspector.tab);
  const subtask = useWorkspace((state) => state.selection.subtask);
  if (!operator) return null;
  const descriptor = catalog.find(operator.type);
  return (
    <Tabs.Root className="inspector-tabs" value={tab} onValueChange={(name) => showTab(workbench, name)}>
      <header className="inspector-head">
        <Suspense fallback={<TitleName operator={id} name={operator.name} />}>
          <SubjectTitle operator={id} name={operator.name} subtask={subtask} />
        </Suspense>
        {errors > 0 && <span className="tag is-failed">{t("problems", { count: errors })}</span>}
        <p>
          {descriptor
            ? t("identity", { label: textOf(descriptor.label), summary: textOf(descriptor.summary) })
            : t("unknownType", { type: operator.type })}
        </p>
      </header>
      <Suspense>
        <FailureAt operator={id} subtask={subtask} />
      </Suspense>
      <Tabs.List className="tabs" aria-label={t("tabs")}>
        {tabs.map((name) => (
          <Tabs.Trigger key={name} value={name}>
            {t(`tab.${name}`)}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="inspector-body" value="config" tabIndex={-1}>
        <OperatorConfig operator={operator} />
      </Tabs.Content>
      {(["data", "state", "time", "checkpoint"] as const).map((name) => (
        <Tabs.Content key={name} className="inspector-body" value={name} tabIndex={-1}>
          <InspectorTab tab={name} operator={id} subtask={subtask} />
        </Tabs.Content>
      ))}
      <Tabs.Content className="inspector-body" value="code" tabIndex={-1}>
        <Suspense>
          <OperatorCode operator={operator} />
        </Suspense>
      </Tabs.Content>
    </Tabs.Root>
  );
}

function showTab(workbench: Workbench, name: string): void {
  const tab = tabs.find((candidate) => candidate === name);
  if (tab) workbench.workspace.set(({ inspector }) => ({ inspector: { ...inspector, tab } }));
}
