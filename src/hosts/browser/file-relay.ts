import { piecesOf } from "./job-files.ts";
import type { FileWriter, JobFiles } from "./job-files.ts";

/** What crosses a port for a file, one request at a time: the next one is sent when the one before was answered. */
type FileRequest =
  | { readonly op: "create" | "read" | "file" | "list" | "remove"; readonly path: string }
  | { readonly op: "append"; readonly writer: number; readonly bytes: Uint8Array }
  | { readonly op: "finish" | "abandon"; readonly writer: number }
  | { readonly op: "move"; readonly from: string; readonly to: string };

type FileAnswer = { readonly value: unknown } | { readonly failure: string };

/**
 * Files at the other end of a port. One request is under way at a time, of one piece of bytes at most: whatever a cell's tasks ask for
 * piles up on their side, never in the process of the page. [HB43]
 */
export function filesByPort(port: MessagePort): JobFiles {
  const waiting: ((answer: FileAnswer) => void)[] = [];
  port.onmessage = ({ data }: MessageEvent<FileAnswer>) => waiting.shift()?.(data);
  let queue: Promise<unknown> = Promise.resolve();
  const ask = (request: FileRequest): Promise<unknown> => {
    const answered = queue.then(async () => {
      const answer = await new Promise<FileAnswer>((resolve) => {
        waiting.push(resolve);
        port.postMessage(request);
      });
      if ("failure" in answer) throw new Error(answer.failure);
      return answer.value;
    });
    queue = answered.catch(() => undefined);
    return answered;
  };
  return {
    async create(path) {
      const writer = (await ask({ op: "create", path })) as number;
      return {
        async append(bytes) {
          // A piece of its own: a view would take its whole buffer along.
          for (const piece of piecesOf(bytes)) await ask({ op: "append", writer, bytes: piece.slice() });
        },
        finish: async () => void (await ask({ op: "finish", writer })),
        abandon: async () => void (await ask({ op: "abandon", writer })),
      };
    },
    read: async (path) => (await ask({ op: "read", path })) as Uint8Array | undefined,
    file: async (path) => (await ask({ op: "file", path })) as File | undefined,
    list: async (path) => (await ask({ op: "list", path })) as readonly string[],
    move: async (from, to) => void (await ask({ op: "move", from, to })),
    remove: async (path) => void (await ask({ op: "remove", path })),
  };
}

/** Answers requests for `files`. Returns the way to stop, which lets go of what is half written. */
export function serveFiles(port: MessagePort, files: JobFiles): () => void {
  const writers = new Map<number, FileWriter>();
  let created = 0;
  let stopped = false;
  const writerOf = (number: number): FileWriter => {
    const writer = writers.get(number);
    if (writer === undefined) throw new Error("no such file is being written");
    return writer;
  };
  const ended = (number: number): FileWriter => {
    const writer = writerOf(number);
    writers.delete(number);
    return writer;
  };
  const carryOut = async (request: FileRequest): Promise<unknown> => {
    switch (request.op) {
      case "create": {
        const writer = await files.create(request.path);
        if (stopped) return writer.abandon();
        writers.set(created, writer);
        return created++;
      }
      case "append":
        return writerOf(request.writer).append(request.bytes);
      case "finish":
        return ended(request.writer).finish();
      case "abandon":
        return ended(request.writer).abandon();
      case "move":
        return files.move(request.from, request.to);
      default:
        return files[request.op](request.path);
    }
  };
  // One after the other: the answers come in the order of the requests.
  let queue: Promise<unknown> = Promise.resolve();
  port.onmessage = ({ data }: MessageEvent<FileRequest>) => {
    queue = queue.then(async () => {
      const answer = await carryOut(data).then(
        (value): FileAnswer => ({ value }),
        (error: unknown): FileAnswer => ({ failure: error instanceof Error ? error.message : String(error) }),
      );
      if (!stopped) port.postMessage(answer);
    });
  };
  return () => {
    stopped = true;
    port.close();
    for (const writer of writers.values()) void writer.abandon();
  };
}
