import { itemsOf } from "../../stream/indices.ts";
import { portablePathProblem } from "../../base/portable-path.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import { inside } from "../../hosts/node/inside.ts";
import { InputError } from "./cli-options.ts";

/**
 * Says whether a sink of the job writes to a target: to a part file in the folder and of the format of a file sink, or to a table. Whoever
 * publishes asks, because targets come out of the process that runs the job's functions. [CL12]
 */
export function sinkTargets({ document, topology }: CompiledJob): (target: string) => boolean {
  const operators = topology.vertices.flatMap((vertex) => itemsOf(vertex.operators));
  const files = document.operators.filter(({ type }) => type === "file-sink");
  const folders = files.map(({ config }) => ({ folder: String(config["path"]), end: `.${String(config["format"])}` }));
  const tables = operators.filter(({ type }) => type === "table").map(({ id }) => `table/${id}/`);
  return (target) => {
    if (portablePathProblem(target) !== undefined) return false;
    const at = target.lastIndexOf("/");
    const [folder, name] = [target.slice(0, at), target.slice(at + 1)];
    if (tables.includes(`${folder}/`)) return true;
    return /^part-[\w-]+\.[\w-]+$/.test(name) && folders.some((sink) => folder === `file/${sink.folder}` && name.endsWith(sink.end));
  };
}

/** Throws `InputError` when a file sink of the job would write outside of `output`, as a link in its path can lead there. [CL12] */
export function checkSinks({ document }: CompiledJob, output: string): void {
  for (const { type, name, config } of document.operators) {
    if (type !== "file-sink") continue;
    try {
      inside(output, String(config["path"]));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InputError(`file sink ${name}: ${reason} Files are written below --output only.`, { cause: error });
    }
  }
}
