import canvas from "./en/canvas.json" with { type: "json" };
import commands from "./en/commands.json" with { type: "json" };
import inspector from "./en/inspector.json" with { type: "json" };
import palette from "./en/palette.json" with { type: "json" };
import run from "./en/run.json" with { type: "json" };
import safety from "./en/safety.json" with { type: "json" };
import shell from "./en/shell.json" with { type: "json" };
import trust from "./en/trust.json" with { type: "json" };

/** All messages in English, by area. An area is one file per language; the parity test compares their keys. */
export const messages = { canvas, commands, inspector, palette, run, safety, shell, trust };
