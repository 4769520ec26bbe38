import canvasEn from "./en/canvas.json" with { type: "json" };
import commandsEn from "./en/commands.json" with { type: "json" };
import diagnosticsEn from "./en/diagnostics.json" with { type: "json" };
import inspectorEn from "./en/inspector.json" with { type: "json" };
import paletteEn from "./en/palette.json" with { type: "json" };
import runEn from "./en/run.json" with { type: "json" };
import shellEn from "./en/shell.json" with { type: "json" };
import canvasZh from "./zh-Hans/canvas.json" with { type: "json" };
import commandsZh from "./zh-Hans/commands.json" with { type: "json" };
import diagnosticsZh from "./zh-Hans/diagnostics.json" with { type: "json" };
import inspectorZh from "./zh-Hans/inspector.json" with { type: "json" };
import paletteZh from "./zh-Hans/palette.json" with { type: "json" };
import runZh from "./zh-Hans/run.json" with { type: "json" };
import shellZh from "./zh-Hans/shell.json" with { type: "json" };

/** All messages by language and area. An area is one file per language; the parity test compares their keys. */
export const resources = {
  en: {
    canvas: canvasEn,
    commands: commandsEn,
    diagnostics: diagnosticsEn,
    inspector: inspectorEn,
    palette: paletteEn,
    run: runEn,
    shell: shellEn,
  },
  "zh-Hans": {
    canvas: canvasZh,
    commands: commandsZh,
    diagnostics: diagnosticsZh,
    inspector: inspectorZh,
    palette: paletteZh,
    run: runZh,
    shell: shellZh,
  },
};
