import type { TaskIndex } from "../../stream/indices.ts";
import type { TaskCommand } from "../../control/control-context.ts";
import type { ControlLinks } from "../../control/job-runner.ts";
import type { Dealings } from "./core-action.ts";
import type { DriverCore } from "./driver-core.ts";
import type { VirtualTimes } from "./virtual-times.ts";

/** The links between a job master and its tasks in virtual time: each message takes a while, none overtakes another of its link. */
export class VirtualLinks implements ControlLinks {
  readonly #core: Pick<DriverCore<Dealings>, "now" | "plan">;
  readonly #times: VirtualTimes;
  /** Latest arrival by link. */
  readonly #arrivals = new Map<string, number>();

  constructor(core: Pick<DriverCore<Dealings>, "now" | "plan">, times: VirtualTimes) {
    this.#core = core;
    this.#times = times;
  }

  command({ kind, subtask }: TaskCommand, arrive: () => void): void {
    // Deployments and releases share one link; mail to a subtask never overtakes its deployment.
    const toSubtask = `to ${subtask}`;
    const deployment = kind !== "mail";
    const at = this.#arrival(deployment ? "deployments" : toSubtask, this.#times.controlLatencyMs());
    if (deployment) this.#arrivals.set(toSubtask, Math.max(at, this.#arrivals.get(toSubtask) ?? at));
    this.#core.plan(at, arrive);
  }

  report(subtask: TaskIndex, delayMs: number, arrive: () => void): void {
    this.#core.plan(this.#arrival(`subtask ${subtask}`, this.#times.controlLatencyMs() + delayMs), arrive);
  }

  loss(of: `subtask ${number}` | `executor ${number}`, arrive: () => void): void {
    this.#core.plan(this.#arrival(of, this.#times.detectionMs()), arrive);
  }

  /** When a message that leaves now over `link` arrives. */
  #arrival(link: string, delayMs: number): number {
    const at = Math.max(this.#core.now + delayMs, this.#arrivals.get(link) ?? -Infinity);
    this.#arrivals.set(link, at);
    return at;
  }
}
