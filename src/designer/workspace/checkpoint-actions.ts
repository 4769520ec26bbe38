import { toCheckpointId } from "../../stream/indices.ts";
import { cursorAt } from "../run/cursor-at.ts";
import type { RestoreWay } from "../run/restore-way.ts";
import { text } from "../i18n/language.ts";
import type { Workbench } from "./workbench.ts";

/** What a person can do with a checkpoint of the run on screen, wherever it is drawn. [UI120] */
export class CheckpointActions {
  readonly #workbench: Workbench;
  readonly #id: number;

  constructor(workbench: Workbench, id: number) {
    this.#workbench = workbench;
    this.#id = id;
  }

  open(): void {
    this.#workbench.workspace.showCheckpoint(this.#id);
  }

  restore(way: RestoreWay): void {
    if (way.kind === "none") return;
    const { session } = this.#workbench;
    void session.restoreFrom(toCheckpointId(this.#id), way.kind === "branch" ? way.at : undefined).then((refused) => this.#tell(refused));
  }

  discard(): void {
    const { session } = this.#workbench;
    const fault = { kind: "discardCheckpoint", checkpointId: toCheckpointId(this.#id) } as const;
    void session.injectFault(fault).then((refused) => this.#tell(refused));
  }

  /** The moment at which it was complete, failed, or, while it is pending, was triggered. */
  goToMoment(): void {
    const { session } = this.#workbench;
    const { player } = session;
    const checkpoint = player?.view.checkpoints.find(({ id }) => id === this.#id);
    if (!player || !checkpoint) return;
    const { endedAt, triggeredSeq } = checkpoint;
    session.seek(endedAt === undefined ? triggeredSeq + 1 : cursorAt(player.log, endedAt));
  }

  showCut(): void {
    this.open();
    this.#workbench.workspace.showTimeline("lanes");
  }

  compareWith(against: number | undefined): void {
    const { workspace } = this.#workbench;
    workspace.showCheckpoint(this.#id);
    if (against !== undefined) workspace.select({ checkpoint: this.#id, against });
  }

  #tell(refused: string | undefined): void {
    if (refused !== undefined) this.#workbench.dialogs.showToast(text("run", "checkpoint.refused", { reason: refused }), "refused");
  }
}
