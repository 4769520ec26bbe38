/**
 * What the engine and its formats say of a failure, by code, with the names of its parameters. The log and the command line tell it in
 * these words; a page in another language finds code and parameters again and says it in its own. What a user's function says is not here.
 * Those around another message come first: it is theirs to be told, too. [UI167]
 */
export const engineMessages = {
  afterOneRestart: "{message} (after 1 restart)",
  afterRestarts: "{message} (after {restarts} restarts)",
  lineOfFile: "{file}, line {line}, byte {byte}: {message}",
  fieldOfRecord: "field {field}: {message}",
  columns: "the line has {columns} columns, the schema has {fields} fields: {text}",
  noValue: "there is no value, and the field must not be NULL.",
  noValueOfType: '"{text}" is not a value of {type}.',
  fieldMissing: "field {field} is missing",
  notAnObject: "a record must be a JSON object: on a line, or in an array",
  behindQuote: 'text follows the closing quote of column {column}: "{text}"',
  notGiven: "{file}: the file was not given to this run: drop it on the canvas again",
  workerKilled: "the worker of the subtask was killed",
  executorLost: "task executor {executor} was lost",
  masterCrashed: "the job master crashed",
  failed: "the task failed",
  checkpointUnfit: "the checkpoint does not fit the job: {message}",
  checkpointsFailed: "Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due to {reason}.",
  noSlots:
    "Could not allocate the required slot within slot request timeout: the job needs {needed} slots and has {has}. " +
    "Lower its parallelism, or raise slotmanager.number-of-slots.max.",
  readFailed: "reading {path} failed: {message}",
  writeFailed: "writing {path} failed: {message}",
  listFailed: "listing {path} failed: {message}",
  removeFailed: "removing {path} failed: {message}",
  stageFailed: "staging {path} failed: {message}",
  commitFailed: "publishing {path} failed: {message}",
  abortFailed: "dropping {path} failed: {message}",
  faultInjected: "a fault was injected",
  fileMissing: "the checkpoint's file is missing",
} as const;

export type EngineMessage = keyof typeof engineMessages;

type Values = Readonly<Record<string, string | number>>;

/** The message in the words of the log. */
export const engineMessage = (code: EngineMessage, values: Values = {}): string =>
  fillIn(engineMessages[code], values);

/** `words` with its parameters. */
export const fillIn = (words: string, values: Values): string =>
  words.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));

/** Code and parameters of a message; undefined for what the engine does not say. */
export function readEngineMessage(told: string): { readonly code: string; readonly values: Readonly<Record<string, string>> } | undefined {
  if (told.length > longest) return undefined;
  for (const [code, form] of forms) {
    const values = form.exec(told);
    if (values !== null) return { code, values: { ...values.groups } };
  }
  return undefined;
}

/** Longer ones are no message of the engine alone, and would take long to look through. */
const longest = 2_000;

const forms: readonly (readonly [code: string, form: RegExp])[] = Object.entries(engineMessages).map(([code, words]) => {
  const form = words.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(/\{(\w+)\}/g, String.raw`(?<$1>[\s\S]*?)`);
  return [code, new RegExp(`^${form}$`)];
});
