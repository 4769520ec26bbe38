import { Tabs } from "radix-ui";
import { Suspense, useEffect, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { loadLateMessages } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import { type DockTab } from "../workspace/workspace.ts";
import { afterFirstInput } from "./first-input.ts";
import { Splitter } from "./splitter.tsx";
import { lazyView } from "../workspace/lazy-view.tsx";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

const loadPalette = (): Promise<typeof import("../palette/palette.tsx")> => import("../palette/palette.tsx");

/** Not there before it is looked at, or a person is at the page. */
const Palette = lazyView(() => loadPalette().then(({ Palette: component }) => component));
const Outline = lazyView(() => import("./outline.tsx").then(({ Outline: component }) => component));

const ExampleGallery = lazyView(async () => {
  const [{ ExampleGallery: component }] = await Promise.all([import("./example-gallery.tsx"), loadLateMessages()]);
  return component;
});

const tabs = [
  { name: "palette", icon: "palette" },
  { name: "outline", icon: "outline" },
  { name: "scenarios", icon: "scenario" },
] as const satisfies readonly { name: DockTab; icon: string }[];

export const dockWidth = 240;

/** Left side: a rail of icons while closed, tabs when open. */
export function Dock(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { open, tab, size } = useWorkspace((state) => state.dock);
  const drawn = useDocument((state) => state.document);
  useEffect(() => afterFirstInput(() => void loadPalette().catch(() => undefined)), []);
  if (!open) {
    return (
      <nav className="rail" data-region="dock" tabIndex={-1} aria-label={t("region.dock")}>
        {tabs.map(({ name, icon }) => (
          <button
            key={name}
            type="button"
            title={t(`dock.${name}`)}
            aria-label={t(`dock.${name}`)}
            onClick={() => show(workbench, name)}
          >
            <Icon name={icon} size={18} />
          </button>
        ))}
      </nav>
    );
  }
  return (
    <aside className="dock" data-region="dock" tabIndex={-1} aria-label={t("region.dock")} style={{ width: size }}>
      <Tabs.Root
        className="dock-tabs"
        value={tab}
        onValueChange={(value) => tabs.forEach(({ name }) => name === value && show(workbench, name))}
      >
        <div className="tab-row">
          <Tabs.List className="tabs" aria-label={t("region.dock")}>
            {tabs.map(({ name }) => (
              <Tabs.Trigger key={name} value={name}>
                {t(`dock.${name}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <button
            type="button"
            className="button is-square"
            aria-label={t("closeDock")}
            title={t("closeDock")}
            onClick={() => close(workbench)}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
        <Tabs.Content className="dock-body" value="palette" tabIndex={-1}>
          <ViewBoundary view="palette">
            <Suspense>
              <Palette />
            </Suspense>
          </ViewBoundary>
        </Tabs.Content>
        <Tabs.Content className="dock-body" value="outline" tabIndex={-1}>
          <ViewBoundary view="outline" shows={[drawn]}>
            <Suspense>
              <Outline />
            </Suspense>
          </ViewBoundary>
        </Tabs.Content>
        <Tabs.Content className="dock-body" value="scenarios" tabIndex={-1}>
          <ViewBoundary view="examples">
            <Suspense>
              <ExampleGallery />
            </Suspense>
          </ViewBoundary>
        </Tabs.Content>
      </Tabs.Root>
      <Splitter
        label={t("resize.dock")}
        edge="right"
        size={size}
        min={180}
        max={420}
        initial={dockWidth}
        onSize={(to) => resize(workbench, to)}
      />
    </aside>
  );
}

function show(workbench: Workbench, tab: DockTab): void {
  workbench.workspace.set(({ dock }) => ({ dock: { ...dock, open: true, tab } }));
}

function close(workbench: Workbench): void {
  workbench.workspace.set(({ dock }) => ({ dock: { ...dock, open: false } }));
}

function resize(workbench: Workbench, size: number): void {
  workbench.workspace.set(({ dock }) => ({ dock: { ...dock, size } }));
}
