// `npm start`: installs and builds what is missing, then serves the app with the headers it needs.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root } from "./ensure-installed.mjs";

const inputs = ["src", "public", "index.html", "job-frame.html", "vite.config.ts", "package-lock.json"];

/** Time of the newest change below `path`. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

ensureInstalled();
const vite = join(root, "node_modules", "vite", "bin", "vite.js");
const built = join(root, "dist", "index.html");
if (!existsSync(built) || statSync(built).mtimeMs < Math.max(...inputs.map((name) => newest(join(root, name))))) {
  console.error("Building (once per change) ...");
  const { status } = spawnSync(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}
const server = spawn(process.execPath, [vite, "preview", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));
