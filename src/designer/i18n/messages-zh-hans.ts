import canvas from "./zh-Hans/canvas.json" with { type: "json" };
import commands from "./zh-Hans/commands.json" with { type: "json" };
import inspector from "./zh-Hans/inspector.json" with { type: "json" };
import palette from "./zh-Hans/palette.json" with { type: "json" };
import run from "./zh-Hans/run.json" with { type: "json" };
import safety from "./zh-Hans/safety.json" with { type: "json" };
import shell from "./zh-Hans/shell.json" with { type: "json" };
import trust from "./zh-Hans/trust.json" with { type: "json" };

/** All messages in Chinese, by area: one file each. Loaded only for those who read it; the parity test compares their keys. */
export const messages = { canvas, commands, inspector, palette, run, safety, shell, trust };
