import { expect, test } from "vitest";
import { portablePathProblem } from "./portable-path.ts";

test.each(["out", "out/orders", "a b/c.d", "2026-11/x", "输出/订单", "x'y$(z)"])("[CL13] %j may be written to", (path) => {
  expect(portablePathProblem(path)).toBeUndefined();
});

const refused = [
  ["leads out", "..", "../x", "a/../../x", "/var/tmp/x", "a\\..\\x", "C:x", "．．/x", "…/x"],
  ["is hidden, or a shell's", ".git/hooks", "a/.ssh", ".", "./x", "~", "~root/x", "-rf"],
  ["belongs to tools", "node_modules/.bin", "a/NODE_MODULES/x", "con", "aux.txt", "ｃｏｎ"],
  ["cannot be shown", "a\nb", "x\u0000y", "\u001b[2J", "a\u202eb", "\ud800"],
  ["is not the same everywhere", " .. /x", "a ", "a.", "a//b", "a/", "", "a*b", "x".repeat(201), "名".repeat(67), "a/".repeat(40) + "b"],
] as const;

for (const [why, ...paths] of refused) {
  test.each(paths)(`[CL13] a path that ${why} is refused: %j`, (path) => {
    expect(portablePathProblem(path)).toBeTypeOf("string");
  });
}
