import { programs } from "./programs/registry.ts";
import type { Answer, Params, Start } from "./program.ts";

/** A worker of either host. */
export interface LaunchedWorker {
  post(message: Start, transfer: readonly MessagePort[]): void;
  onAnswer(listener: (answer: Answer) => void): void;
  terminate(): void;
}

/** A run that takes longer has hung. */
const timeoutMs = 90_000;

/** Starts the workers of a program, waits for its figure and ends them. Runs in Node's main thread or in a page. */
export async function launch(start: () => LaunchedWorker, name: string, params: Params): Promise<number> {
  const program = programs[name];
  if (program === undefined) throw new Error(`there is no program "${name}"`);
  const shared = program.shared(params);
  const workers = Array.from({ length: program.roles }, start);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`"${name}" gave no figure within ${timeoutMs / 1000} s`)), timeoutMs);
    });
    const answered = workers.map((worker) => answers(worker));
    await Promise.race([Promise.all(answered.map(({ ready }) => ready)), late]);
    const ports = new MessageChannel();
    workers.forEach((worker, role) => {
      const port = program.roles === 1 ? undefined : role === 0 ? ports.port1 : ports.port2;
      worker.post({ program: name, role, params, shared, port }, port === undefined ? [] : [port]);
    });
    const figures = await Promise.race([Promise.all(answered.map(({ figure }) => figure)), late]);
    const figure = figures.find((each) => each !== undefined);
    if (figure === undefined) throw new Error(`"${name}" measured nothing`);
    return figure;
  } finally {
    clearTimeout(timer);
    for (const worker of workers) worker.terminate();
  }
}

function answers(worker: LaunchedWorker): { readonly ready: Promise<void>; readonly figure: Promise<number | undefined> } {
  const ready = Promise.withResolvers<void>();
  const figure = Promise.withResolvers<number | undefined>();
  worker.onAnswer((answer) => {
    if (answer.kind === "ready") ready.resolve();
    else if (answer.kind === "done") figure.resolve(answer.figure);
    else {
      const error = new Error(answer.message);
      ready.reject(error);
      figure.reject(error);
    }
  });
  figure.promise.catch(() => {});
  return { ready: ready.promise, figure: figure.promise };
}
