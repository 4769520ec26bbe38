import diagnostics from "./en/diagnostics.json" with { type: "json" };
import question from "./en/question.json" with { type: "json" };

/** Messages in English that a page can do without until there is a problem to tell or a dialog to show, by area. */
export const lateMessages = { diagnostics, question };
