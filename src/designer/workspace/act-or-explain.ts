import type { MouseEvent } from "react";
import type { Workspace } from "./workspace.ts";

/**
 * Attributes of a control that may not be able to act. It keeps its place among what the keyboard reaches: its tooltip and
 * accessible description say why, and a press reads it out. [PX20]
 */
export function actOrExplain(
  workspace: Workspace,
  name: string,
  reason: string | undefined,
  act: (event: MouseEvent) => void,
): {
  readonly "aria-label": string;
  readonly "aria-disabled": boolean;
  readonly "aria-description"?: string;
  readonly title: string;
  readonly onClick: (event: MouseEvent) => void;
} {
  return {
    "aria-label": name,
    "aria-disabled": reason !== undefined,
    ...(reason !== undefined && { "aria-description": reason }),
    title: reason === undefined ? name : `${name}. ${reason}`,
    onClick: (event) => (reason === undefined ? act(event) : workspace.announce(`${name}: ${reason}`)),
  };
}
