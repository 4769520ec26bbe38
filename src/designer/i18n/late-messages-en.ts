import branches from "./en/branches.json" with { type: "json" };
import causes from "./en/causes.json" with { type: "json" };
import checkpoint from "./en/checkpoint.json" with { type: "json" };
import diagnostics from "./en/diagnostics.json" with { type: "json" };
import failure from "./en/failure.json" with { type: "json" };
import file from "./en/file.json" with { type: "json" };
import gallery from "./en/gallery.json" with { type: "json" };
import lanes from "./en/lanes.json" with { type: "json" };
import legend from "./en/legend.json" with { type: "json" };
import menu from "./en/menu.json" with { type: "json" };
import output from "./en/output.json" with { type: "json" };
import question from "./en/question.json" with { type: "json" };
import recovery from "./en/recovery.json" with { type: "json" };
import storage from "./en/storage.json" with { type: "json" };

/** Messages in English that a page can do without until there is a problem to tell, a dialog to show or a timeline to open, by area. */
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

/** The words of the log are English. */
export const engineWords = (told: string): string => told;

export { en as schemaWords } from "zod/locales";
