import branches from "./zh-Hans/branches.json" with { type: "json" };
import causes from "./zh-Hans/causes.json" with { type: "json" };
import checkpoint from "./zh-Hans/checkpoint.json" with { type: "json" };
import diagnostics from "./zh-Hans/diagnostics.json" with { type: "json" };
import failure from "./zh-Hans/failure.json" with { type: "json" };
import file from "./zh-Hans/file.json" with { type: "json" };
import gallery from "./zh-Hans/gallery.json" with { type: "json" };
import lanes from "./zh-Hans/lanes.json" with { type: "json" };
import legend from "./zh-Hans/legend.json" with { type: "json" };
import menu from "./zh-Hans/menu.json" with { type: "json" };
import output from "./zh-Hans/output.json" with { type: "json" };
import question from "./zh-Hans/question.json" with { type: "json" };
import recovery from "./zh-Hans/recovery.json" with { type: "json" };
import storage from "./zh-Hans/storage.json" with { type: "json" };

/** Messages in Chinese that a page can do without until there is a problem to tell, a dialog to show or a timeline to open, by area. */
export const lateMessages = {
  branches,
  causes,
  checkpoint,
  diagnostics,
  failure,
  file,
  gallery,
  lanes,
  legend,
  menu,
  output,
  question,
  recovery,
  storage,
};

export { chineseEngineWords as engineWords } from "./engine-words.ts";
export { zhCN as schemaWords } from "zod/locales";
