// Runs a TypeScript program of this repository: node tools/run.mjs FILE ARGUMENTS...
import { spawn } from "node:child_process";
import { ensureInstalled, node24 } from "./ensure-installed.mjs";

ensureInstalled();
const child = spawn(node24(), ["--disable-warning=ExperimentalWarning", ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
