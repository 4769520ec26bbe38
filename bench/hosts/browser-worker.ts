import { serve } from "../serve.ts";
import type { Answer, Start } from "../program.ts";

const post = (answer: Answer): void => postMessage(answer);
addEventListener("message", (event: MessageEvent<Start>) => void serve(event.data, post));
post({ kind: "ready" });
