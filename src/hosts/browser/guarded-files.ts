import { pieceBytes } from "./job-files.ts";
import type { JobFiles, MeasuredFiles } from "./job-files.ts";

/** What the files of one job in a cell may take. */
export interface FileLimits {
  readonly bytes: number;
  readonly files: number;
  /** Files that are being written at the same time. */
  readonly writing: number;
}

export const cellFileLimits: FileLimits = { bytes: 512 * 1024 * 1024, files: 20_000, writing: 256 };

const segmentsMax = 12;
/** What checkpoints and parts are called: names as `encodeURIComponent` leaves them. */
const segment = /^(?!\.{1,2}$)[A-Za-z0-9._~!'()*%-]{1,255}$/;

/**
 * The files of job `jobId` and no others, within limits. Whoever asks may have been taken over by the functions of a stranger's job, so
 * every request is checked here, in the page's process. [HB43]
 */
export function guardedFiles(files: MeasuredFiles, jobId: string, limits: FileLimits = cellFileLimits): JobFiles {
  let known: { bytes: number; files: number } | undefined;
  let writing = 0;
  const used = async (): Promise<{ bytes: number; files: number }> => (known ??= { ...(await files.usage(jobId)) });
  const own = (path: unknown): string => {
    const parts = typeof path === "string" ? path.split("/") : [];
    if (parts[0] !== jobId || parts.length > segmentsMax || !parts.every((part) => segment.test(part))) {
      throw new Error(`an isolated job has no file ${String(path).slice(0, 200)}`);
    }
    return parts.join("/");
  };
  return {
    async create(path) {
      const place = own(path);
      const usage = await used();
      if (writing >= limits.writing) throw new Error(`an isolated job writes at most ${limits.writing} files at a time`);
      if (usage.files >= limits.files) throw new Error(`an isolated job keeps at most ${limits.files} files`);
      usage.files++;
      writing++;
      const writer = await files.create(place).catch((error: unknown) => {
        usage.files--;
        writing--;
        throw error;
      });
      return {
        async append(bytes) {
          if (!(bytes instanceof Uint8Array) || bytes.length > pieceBytes) throw new Error("a file is written in pieces of bytes");
          const now = await used();
          if (now.bytes + bytes.length > limits.bytes) {
            const most = `${limits.bytes / (1 << 20)} MiB of checkpoints and output`;
            throw new Error(`an isolated job keeps at most ${most}; trust the job, or have it keep less`);
          }
          now.bytes += bytes.length;
          await writer.append(bytes);
        },
        async finish() {
          writing--;
          await writer.finish();
        },
        async abandon() {
          writing--;
          await writer.abandon();
        },
      };
    },
    read: async (path) => files.read(own(path)),
    file: async (path) => files.file(own(path)),
    list: async (path) => files.list(own(path)),
    move: async (from, to) => files.move(own(from), own(to)),
    async remove(path) {
      await files.remove(own(path));
      known = undefined;
    },
  };
}
