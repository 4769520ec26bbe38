import type { MomentArrival } from "./go-to-moment.ts";

/** Says in words, by its message of the frame, whether the run is that of whoever shared the link. [DC32] */
export function arrivalKey({ same }: MomentArrival): string {
  if (same === undefined) return "arrival.reached";
  return same ? "arrival.same" : "arrival.other";
}
