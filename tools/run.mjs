// Runs a TypeScript program of this repository: node tools/run.mjs FILE ARGUMENTS...
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ensureInstalled, keepCompiled, node24 } from "./ensure-installed.mjs";

ensureInstalled();
keepCompiled();
// The channel tells the program when this process is gone, however it ended: signals are not passed on from then on.
const child = spawn(node24(), ["--disable-warning=ExperimentalWarning", ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
// A program that says so is told of signals by message, so that it can tell them from those that a terminal sends to both.
let pass = (signal) => child.kill(signal);
child.once("message", () => (pass = (signal) => child.send(signal, () => {})));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => pass(signal));
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
