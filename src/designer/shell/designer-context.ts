import { createContext, useContext } from "react";
import type { Catalog } from "../../graph/catalog.ts";
import type { DesignerSlots } from "./slots.ts";

/** What every part of the designer may ask for: the operators there are, and the half that shows the run. */
export interface DesignerServices {
  readonly catalog: Catalog;
  readonly slots: DesignerSlots;
}

export const DesignerContext = createContext<DesignerServices | undefined>(undefined);

export function useDesigner(): DesignerServices {
  const services = useContext(DesignerContext);
  if (!services) throw new Error("This component stands outside of <Designer>.");
  return services;
}
