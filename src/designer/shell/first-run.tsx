import { useSyncExternalStore, type ReactNode } from "react";
import { formatSpeed } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";

const doors = ["snapshot", "build", "example"] as const;

/** Title and three doors over the running example; gone for good with the first click on the graph. */
export function FirstRun(): ReactNode {
  const t = useText("shell");
  const workbench = useWorkbench();
  const { session } = workbench;
  const job = useDocument((state) => state.document);
  const workers = useSyncExternalStore(
    session.store.subscribe,
    () => session.player?.header.topology.subtasks.length ?? 0,
  );
  const speed = job.run?.speed ?? Infinity;
  return (
    <div className="first-run">
      <h1>
        {t("firstRun.title1")} <br />
        {t("firstRun.title2")}
      </h1>
      <div>
        <p>
          {workers > 0
            ? t("firstRun.real", { workers, speed: formatSpeed(speed).replace("×", "") })
            : t("firstRun.starting")}
          <br />
          {t("firstRun.honest")}
        </p>
        <div className="doors">
          {doors.map((door, index) => (
            <button key={door} type="button" className="door" onClick={() => workbench.commands.run(`file.door${index + 1}`)}>
              <kbd>{index + 1}</kbd>
              <span>
                <b>{t(`firstRun.${door}.title`)}</b>
                <small>{t(`firstRun.${door}.detail`)}</small>
              </span>
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
