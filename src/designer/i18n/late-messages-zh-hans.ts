import diagnostics from "./zh-Hans/diagnostics.json" with { type: "json" };
import question from "./zh-Hans/question.json" with { type: "json" };

/** Messages in Chinese that a page can do without until there is a problem to tell or a dialog to show, by area. */
export const lateMessages = { diagnostics, question };
