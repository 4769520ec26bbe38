import { constants } from "node:fs";

/**
 * Flags to open a new file with whose every write is on the disk when it is done. The permission model of Node.js has no `fsync`, and a
 * file that is written in few large pieces needs none: the disk is waited for as often.
 */
export const durableFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_DSYNC ?? constants.O_SYNC);
