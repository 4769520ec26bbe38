import { createContext, useContext } from "react";
import type { Catalog } from "../../graph/catalog.ts";
import type { DocumentField } from "../../graph/job-document.ts";
import type { Job } from "../run/job.ts";
import type { RunControl } from "../run/run-control.ts";

/** What a file seems to hold, for a person to correct. */
export interface FileGuess {
  readonly format: string;
  readonly formatOptions: Readonly<Record<string, unknown>>;
  readonly fields: readonly DocumentField[];
}

/** What every part of the designer may ask for: the operators there are, and the run. */
export interface DesignerServices {
  readonly catalog: Catalog;
  readonly job: Job;
  readonly run: RunControl;
  /** Guesses format and fields from a file's name and first characters; undefined when it is no file of records. */
  readonly guessFile: (name: string, sample: string) => Promise<FileGuess | undefined>;
}

export const DesignerContext = createContext<DesignerServices | undefined>(undefined);

export function useDesigner(): DesignerServices {
  const services = useContext(DesignerContext);
  if (!services) throw new Error("This component stands outside of <Designer>.");
  return services;
}
