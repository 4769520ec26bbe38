import { expect, test } from "vitest";
import type { StorageFailure } from "../base/lookup.ts";
import { toCheckpointId } from "../stream/indices.ts";
import { checkpointFormat, metadataPath } from "./checkpoint-metadata.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import { CheckpointStore } from "./checkpoint-store.ts";
import { ManualControl } from "./testing/manual-control.ts";

const metadata = (checkpointId: CheckpointId): CheckpointMetadata => ({
  format: checkpointFormat, jobId: "job", checkpointId, kind: "checkpoint", triggeredAt: 0, vertices: [], sources: [],
});

/** A store with complete checkpoint 1, over storage in which `fails` says what does not work. */
function storeOf(fails: (operation: "write" | "remove", path: string) => boolean) {
  const control = new ManualControl();
  const { write, remove } = control.storage;
  const failed = (operation: "write" | "remove", path: string): StorageFailure => ({ operation, path, cause: "the disk is full" });
  control.storage.write = (path, text, done) =>
    // The text is there all the same: a failure leaves that open.
    write(path, text, () => done(fails("write", path) ? failed("write", path) : undefined));
  control.storage.remove = (path, done) => {
    if (fails("remove", path)) control.schedule(control.now(), () => done(failed("remove", path)));
    else remove(path, done);
  };
  const store = new CheckpointStore(control, "job", 1);
  control.files.set(metadataPath("job", toCheckpointId(1)), "{}");
  store.add(metadata(toCheckpointId(1)));
  const outcomes = (): readonly string[] => control.events.flatMap(({ body }) => (body.kind === "storageFailed" ? [`${body.operation} ${body.outcome}`] : []));
  const settled: (StorageFailure | undefined)[] = [];
  const settle = (): void => store.settle((failure) => settled.push(failure));
  return { control, store, outcomes, settled, settle, there: (path: string) => control.files.has(path) };
}

test("[CP60] a checkpoint's metadata goes first; what cannot be removed is tried again behind the next completion", () => {
  let isBroken = true;
  const { control, store, outcomes, there } = storeOf((operation, path) => isBroken && operation === "remove" && path === "job/chk-1");
  control.files.set("job/chk-1/0-0", "a snapshot");
  control.files.set(metadataPath("job", toCheckpointId(2)), "{}");
  store.add(metadata(toCheckpointId(2)));
  control.advance(0);
  expect([there(metadataPath("job", toCheckpointId(1))), there("job/chk-1/0-0"), outcomes()]).toEqual([false, true, ["remove triedAgain"]]);
  isBroken = false;
  store.add(metadata(toCheckpointId(3)));
  control.advance(0);
  expect([...control.files.keys()]).toEqual([]);
});

test("[CP60] a checkpoint whose metadata cannot be removed keeps all it holds; at the end of the job it is left behind", () => {
  const { control, store, outcomes, there } = storeOf((operation) => operation === "remove");
  control.files.set("job/chk-1/0-0", "a snapshot");
  let ended = false;
  store.close("FINISHED", "NO_EXTERNALIZED_CHECKPOINTS", () => (ended = true));
  expect(ended).toBe(false);
  control.advance(0);
  expect([ended, there(metadataPath("job", toCheckpointId(1))), there("job/chk-1/0-0")]).toEqual([true, true, true]);
  expect(outcomes()).toEqual(["remove leftBehind"]);
});

test("[CP61] nothing restarts from checkpoint 1 while checkpoint 2, which failed, may be there", () => {
  let isBroken = true;
  const { control, store, outcomes, settled, settle, there } = storeOf(() => isBroken);
  const answers: unknown[] = [];
  store.write(metadata(toCheckpointId(2)), (failure) => answers.push(failure?.cause));
  control.advance(0);
  store.discard(toCheckpointId(2));
  settle();
  control.advance(0);
  expect([answers, there(metadataPath("job", toCheckpointId(2))), settled.map((failure) => failure?.operation)]).toEqual([["the disk is full"], true, ["remove"]]);
  expect(outcomes()).toEqual(["write checkpointFails", "remove triedAgain", "remove restoreFails"]);
  isBroken = false;
  settle();
  control.advance(0);
  expect([there(metadataPath("job", toCheckpointId(2))), settled.at(-1)]).toEqual([false, undefined]);
  // The planted bug: a restart that does not ask. The metadata of the failed checkpoint is there to be recovered from.
  const hasty = storeOf(() => true);
  hasty.store.write(metadata(toCheckpointId(2)), () => {});
  hasty.control.advance(0);
  expect(hasty.there(metadataPath("job", toCheckpointId(2)))).toBe(true);
});

test("[CP61] one that a later checkpoint has overtaken holds up no restart", () => {
  const { control, store, settled, settle } = storeOf((_, path) => path === metadataPath("job", toCheckpointId(2)));
  store.write(metadata(toCheckpointId(2)), () => {});
  control.advance(0);
  store.add(metadata(toCheckpointId(3)));
  settle();
  expect(settled).toEqual([undefined]);
});
