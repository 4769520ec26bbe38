/** Path of a Chromium. Throws with what was tried when there is none. */
export function ensureBrowser(): Promise<string>;
