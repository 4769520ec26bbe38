import causes from "./en/causes.json" with { type: "json" };
import diagnostics from "./en/diagnostics.json" with { type: "json" };
import question from "./en/question.json" with { type: "json" };

/** Messages in English that a page can do without until there is a problem to tell, a dialog to show or a record to follow, by area. */
export const lateMessages = { causes, diagnostics, question };
