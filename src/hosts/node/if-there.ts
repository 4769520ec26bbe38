/** What `look` finds; undefined when nothing is there. Anything else that keeps it from looking is thrown: it is no answer. [ST60] */
export function ifThere<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    return notThere(error);
  }
}

/** Undefined for the error that says that nothing is there; throws any other. */
export function notThere(error: unknown): undefined {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}
