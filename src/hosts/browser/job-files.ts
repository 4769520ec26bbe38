/** A file that is being written. It is there, in full, once `finish` is done; before that only its writer knows of it. */
export interface FileWriter {
  append(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Lets go of what was written so far. */
  abandon(): Promise<void>;
}

/** Files of jobs, wherever a placement keeps them. Paths are relative, with `/`. */
export interface JobFiles {
  /** Begins a file, in place of the one that has its path. */
  create(path: string): Promise<FileWriter>;
  read(path: string): Promise<Uint8Array | undefined>;
  /** The file itself, which takes no memory before it is read. */
  file(path: string): Promise<File | undefined>;
  /** Names of the entries of a directory, sorted; none when it is not there. */
  list(path: string): Promise<readonly string[]>;
  /** Moves a file to another directory, made when it is not there. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, or a directory with all it holds; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
}

/** Files that can tell how much of them there is. */
export interface MeasuredFiles extends JobFiles {
  /** What a directory holds. */
  usage(path: string): Promise<{ readonly bytes: number; readonly files: number }>;
}

/** Bytes of one write: larger pieces are no faster, smaller ones pay per call. */
export const pieceBytes = 1 << 20;

/**
 * Writes a file of parts that stand one behind the other: durable and, by writing beside and moving into place, there in full or not at
 * all. Each part keeps the thread, so there is a `yieldToEvents` between two.
 */
export async function writeParts(
  files: Pick<JobFiles, "create">,
  path: string,
  parts: readonly Uint8Array[],
  yieldToEvents: () => Promise<void> = async () => {},
): Promise<void> {
  const writer = await files.create(path);
  try {
    for (const [index, part] of parts.entries()) {
      if (index > 0) await yieldToEvents();
      await writer.append(part);
    }
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await writer.finish();
}

/** The bytes in pieces of one write each. */
export function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, piece) => bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes));
}
