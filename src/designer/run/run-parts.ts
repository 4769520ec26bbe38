/** What a page needs from its first run on. */
export { Agreement } from "./agreement.ts";
export { goToMoment } from "./go-to-moment.ts";
export { RunPlayer } from "./run-player.ts";
