import type { BenchCase } from "../bench-case.ts";

const largeDocumentCase = (figure: "open" | "edit" | "undo"): BenchCase => ({
  name: "large-document",
  unit: `ms (${figure})`,
  better: "lower",
  hosts: ["chromium"],
  program: "large-document",
  subject: { figure },
  peers: [{ name: "budget", params: { figure, engine: "budget" } }],
});

/** The goal: a document of 1,000 operators is on screen in 1.5 s, an edit and what undoes it in 100 ms. */
export const largeDocumentOpenCase = largeDocumentCase("open");
export const largeDocumentEditCase = largeDocumentCase("edit");
export const largeDocumentUndoCase = largeDocumentCase("undo");
