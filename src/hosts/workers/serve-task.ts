import { taskFailure } from "../../runtime/task-failure.ts";
import { FreeTask } from "./free-task.ts";
import type { TaskThread } from "./task-thread.ts";
import type { ToTask } from "./task-message.ts";
import { TurnTask } from "./turn-task.ts";

/** Worker side of a subtask. */
export interface ServedTask {
  /** What to do with each message of the control plane. */
  receive(message: ToTask): void;
  /** The task is over: something failed in its thread outside of its steps, such as a promise that nobody awaits. [SB47] */
  broken(error: unknown): void;
}

/** Serves one subtask in this thread. [HB3] */
export function serveTask(thread: TaskThread): ServedTask {
  let free: FreeTask | undefined;
  let turns: TurnTask | undefined;
  const broken = (error: unknown): void => {
    free?.breakOff();
    turns?.breakOff();
    thread.post({ kind: "over", failure: taskFailure(error) });
  };
  const receive = (message: ToTask): void => {
    switch (message.kind) {
      case "deploy": {
        const { setting } = message;
        if (setting.links.kind === "relayed") {
          turns = new TurnTask(thread, setting);
          turns.deploy().catch(broken);
        } else {
          free = new FreeTask(thread, setting, setting.links);
          void free.run();
        }
        return;
      }
      case "turn":
        turns?.turn(message).catch(broken);
        return;
      case "mail":
        free?.post(message.mail);
        return;
      case "pause":
        free?.setPaused(message.on);
        return;
      case "confirmed":
        free?.confirmed(message.events, message.bytes);
        return;
      case "countTaken":
        thread.post({ kind: "taken", counts: free?.taken() ?? [] });
        return;
      case "look":
        thread.post({ kind: "holds", channels: free?.contents(message.taken) ?? [] });
        return;
      case "ping":
        thread.post({ kind: "pong" });
        return;
    }
  };
  return { receive, broken };
}
