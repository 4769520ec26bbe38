/** How the bytes of a file are text. `auto`: UTF-8, or UTF-16 where its first bytes say so. [CN84] */
export const encodingOption = {
  type: "choice",
  choices: ["auto", "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "windows-1252"],
  default: "auto",
  readingOnly: true,
} as const;
