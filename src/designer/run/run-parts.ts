/** What a page needs from its first run on. */
export { Agreement } from "./agreement.ts";
export { RunPlayer } from "./run-player.ts";
