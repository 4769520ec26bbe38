/** Hands text to the person as a file. */
export function download(name: string, content: string | Blob, type = "application/json"): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A job's name as a file's: no characters that some system refuses. */
export function fileNameOf(name: string, ending: string): string {
  return `${name.trim().replaceAll(/[\\/:*?"<>|\s]+/g, "-") || "job"}.${ending}`;
}
