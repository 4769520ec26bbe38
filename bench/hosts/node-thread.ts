import { parentPort } from "node:worker_threads";
import { serve } from "../serve.ts";
import type { Answer, Start } from "../program.ts";

const port = parentPort;
if (port === null) throw new Error("started by bench/main.ts, not by hand");
const post = (answer: Answer): void => port.postMessage(answer);
port.on("message", (start: Start) => void serve(start, post));
post({ kind: "ready" });
