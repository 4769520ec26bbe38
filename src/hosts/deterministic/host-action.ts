import type { Lookup, StorageFailure } from "../../base/lookup.ts";
import type { CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Mail, PortReply, TaskReport } from "../../runtime/environment.ts";
import type { DeployReply, TaskAction, TurnReply } from "./core-action.ts";

/** What passes between a job and its tasks. */
export interface JobDealings {
  readonly deployment: TaskDeployment;
  readonly mail: Mail;
  readonly effect: TaskEffect;
  readonly request: HostRequest;
}

/** What a deterministic job asks of its host besides. */
export type HostRequest =
  | { readonly kind: "port"; readonly subtask: TaskIndex; readonly port: string; readonly request: unknown }
  | { readonly kind: "storageWrite"; readonly path: string; readonly text: string }
  | { readonly kind: "storageRead"; readonly path: string }
  | { readonly kind: "storageList"; readonly directory: string }
  | { readonly kind: "storageRemove"; readonly path: string };

/** All that the host of a deterministic job carries out. */
export type HostAction = TaskAction<JobDealings> | HostRequest;

/** Result per kind of action; `undefined` for the others. */
export interface HostResults {
  readonly deploy: DeployReply<TaskEffect>;
  readonly turn: TurnReply<TaskEffect>;
  readonly terminate: undefined;
  readonly port: PortReply;
  readonly storageWrite: StorageFailure | undefined;
  readonly storageRead: Lookup<string>;
  readonly storageList: Lookup<readonly string[]>;
  readonly storageRemove: StorageFailure | undefined;
}

export type HostResult = HostResults[HostAction["kind"]];

/** What a job's task tells in a turn, apart from its log. */
export type TaskEffect = TaskReport | SnapshotUpload | PortRequest;

/** A snapshot handed over: the host keeps its bytes at `path`, or says why it does not. */
export interface SnapshotUpload {
  readonly kind: "snapshot";
  readonly checkpointId: CheckpointId;
  readonly path: string;
  readonly bytes: number;
  readonly failure: StorageFailure | undefined;
}

export interface PortRequest {
  readonly kind: "portRequest";
  readonly requestId: number;
  readonly port: string;
  readonly request: unknown;
}
