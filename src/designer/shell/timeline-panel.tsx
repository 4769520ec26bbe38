import { Tabs } from "radix-ui";
import { Suspense, useRef, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { loadLateMessages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { timelineTabs } from "../workspace/workspace.ts";
import { Problems } from "./problems.tsx";
import { Splitter } from "./splitter.tsx";
import { lazyView } from "../workspace/lazy-view.tsx";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Folded at first, so its tables and charts are loaded when it opens. */
const Timeline = lazyView(async () => {
  const [{ Timeline: component }] = await Promise.all([import("../timeline/timeline.tsx"), loadLateMessages()]);
  return component;
});

/** Tabs of 32 px, and the body when it is unfolded. A press on a tab unfolds it, a second one folds it. */
export function TimelinePanel(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { open, tab, size } = useWorkspace((state) => state.timeline);
  // The press changes the tab before the click comes.
  const wasShown = useRef(false);
  return (
    <section
      className={open ? "timeline is-open" : "timeline"}
      data-region="timeline"
      tabIndex={-1}
      aria-label={t("region.timeline")}
    >
      {open && (
        <Splitter
          label={t("resize.timeline")}
          edge="top"
          size={size}
          min={120}
          max={520}
          initial={timelineHeight()}
          onSize={(to) => resize(workbench, to)}
        />
      )}
      <Tabs.Root
        value={open ? tab : ""}
        activationMode="manual"
        onValueChange={(value) => timelineTabs.forEach((name) => name === value && workbench.workspace.showTimeline(name))}
      >
        <div className="tab-row">
          <Tabs.List className="tabs" aria-label={t("region.timeline")}>
            {timelineTabs.map((name) => (
              <Tabs.Trigger
                key={name}
                value={name}
                onMouseDown={() => (wasShown.current = open && name === tab)}
                onKeyDown={() => (wasShown.current = open && name === tab)}
                onClick={() => wasShown.current && foldTimeline(workbench)}
              >
                {t(`timeline.${name}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {!open && <span className="timeline-hint">{t("timelineFolded")}</span>}
          <button
            type="button"
            className="button is-square"
            aria-expanded={open}
            aria-label={t(open ? "foldTimeline" : "unfoldTimeline")}
            onClick={() => (open ? foldTimeline(workbench) : workbench.workspace.showTimeline(tab))}
          >
            <Icon name={open ? "chevron" : "fold"} />
          </button>
        </div>
        {open && (
          <Tabs.Content className="timeline-body" value={tab} tabIndex={-1} style={{ height: size }}>
            <ViewBoundary view={tab === "problems" ? "problems" : "timeline"} shows={[tab]}>
              <Suspense>{tab === "problems" ? <Problems /> : <Timeline tab={tab} />}</Suspense>
            </ViewBoundary>
          </Tabs.Content>
        )}
      </Tabs.Root>
    </section>
  );
}

/** 168; 248 on wide screens, 150 on low ones. */
export function timelineHeight(): number {
  return window.innerWidth >= 1800 ? 248 : window.innerHeight < 800 ? 150 : 168;
}

function foldTimeline(workbench: Workbench): void {
  workbench.workspace.set(({ timeline }) => ({ timeline: { ...timeline, open: false } }));
}

function resize(workbench: Workbench, size: number): void {
  workbench.workspace.set(({ timeline }) => ({ timeline: { ...timeline, size } }));
}
