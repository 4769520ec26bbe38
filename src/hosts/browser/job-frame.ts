/** Texts of the worker scripts, as the build makes them. */
export interface WorkerTexts {
  readonly control: string;
  readonly tasks: { readonly plain: string; readonly functions: string };
}

/** The frame that a job's workers live in, and the line to its control worker. */
export interface JobFrame {
  readonly port: MessagePort;
  /** Ends all workers of the job at once. */
  close(): void;
}

/**
 * Opens a frame of its own for a job: a small document of this origin, loaded by URL, whose policy closes the network and opens
 * `eval` for its blob workers alone. [HB1] `isolated`: the workers live in a sandboxed frame inside of it, of an
 * origin of its own. [HB40]
 */
export async function openJobFrame(isolated: boolean, onBroken: (message: string) => void): Promise<JobFrame> {
  const [texts, frame] = await Promise.all([workerTexts(), frameElement()]);
  const { port1, port2 } = new MessageChannel();
  const listen = ({ source, data }: MessageEvent): void => {
    if (source === frame.contentWindow && data?.kind === "broken") onBroken(String(data.message));
  };
  addEventListener("message", listen);
  frame.contentWindow?.postMessage({ ...texts, isolated }, location.origin, [port2]);
  return {
    port: port1,
    close() {
      removeEventListener("message", listen);
      port1.close();
      frame.remove();
    },
  };
}

function frameElement(): Promise<HTMLIFrameElement> {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "Weir job";
    frame.tabIndex = -1;
    const listen = ({ source, data }: MessageEvent): void => {
      if (source !== frame.contentWindow || data?.kind !== "ready") return;
      removeEventListener("message", listen);
      resolve(frame);
    };
    addEventListener("message", listen);
    frame.src = new URL("job-frame.html", document.baseURI).href;
    document.body.append(frame);
  });
}

let texts: Promise<WorkerTexts> | undefined;

/** Loads the scripts once per page; they are the same for every job. */
function workerTexts(): Promise<WorkerTexts> {
  texts ??= Promise.all(["control", "task", "locked-task"].map(workerText)).then(([control = "", plain = "", functions = ""]) => ({
    control,
    tasks: { plain, functions },
  }));
  return texts;
}

async function workerText(name: string): Promise<string> {
  const response = await fetch(new URL(`workers/${name}.js`, document.baseURI));
  if (!response.ok) throw new Error(`workers/${name}.js: ${response.status}`);
  return response.text();
}
