import commandsEn from "./en/commands.json" with { type: "json" };
import runEn from "./en/run.json" with { type: "json" };
import shellEn from "./en/shell.json" with { type: "json" };
import commandsZh from "./zh-Hans/commands.json" with { type: "json" };
import runZh from "./zh-Hans/run.json" with { type: "json" };
import shellZh from "./zh-Hans/shell.json" with { type: "json" };

/** All messages by language and area. An area is one file per language; the parity test compares their keys. */
export const resources = {
  en: { commands: commandsEn, run: runEn, shell: shellEn },
  "zh-Hans": { commands: commandsZh, run: runZh, shell: shellZh },
};
