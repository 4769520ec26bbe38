/**
 * What the engine and its formats say of a failure, by code, with the names of its parameters. The log and the command line tell it in
 * these words; a page in another language finds code and parameters again and says it in its own. What a user's function says is not here.
 * Those around another message come first: it is theirs to be told, too. [UI167]
 */
export const engineMessages = {
  afterOneRestart: "{message} (after 1 restart)",
  afterRestarts: "{message} (after {restarts} restarts)",
  typeAt: "{message} at character {position}",
  typeOfColumn: "column {column}: {message}",
  lineOfFile: "{file}, line {line}, byte {byte}: {message}",
  fieldOfRecord: "field {field}: {message}",
  columns: "the line has {columns} columns, the schema has {fields} fields: {text}",
  noValue: "there is no value, and the field must not be NULL.",
  noValueOfType: '"{text}" is not a value of {type}.',
  fieldMissing: "field {field} is missing",
  notAnObject: "a record must be a JSON object: on a line, or in an array",
  jsonRecord: "no JSON: {message} (character {position} of the record)",
  jsonLine: "no JSON: {message} (character {position} of the line)",
  jsonEnds: "the record ends where {awaited} should be",
  jsonText: "a text that is not closed, or has a line end or a wrong escape in it stands where {awaited} should be",
  jsonStands: '"{text}" stands where {awaited} should be',
  compressed: "the file is compressed (gzip): unpack it first",
  archive: "the file is an archive (zip, or a spreadsheet): unpack it, or save the sheet as CSV",
  noTextIn: "the file is no text in {encoding}",
  noText: "the file is no text",
  noUtf8: "byte {byte} is no text in UTF-8: the file may be in another encoding, such as windows-1252",
  arrayOpen: "the file ends in an array that is not closed",
  elementMissing: "an element of the array is missing",
  arrayOpenOnLine: "the array is not closed on its line",
  quoteOpen: "a quote is opened here and not closed in the rest of the file",
  recordTooLong: "a record is longer than {limit} MB: a quote or a bracket may not be closed",
  quoteDisabled: "the options disable quotes and give a quote character: leave one of them out",
  escapeOpen: "the file ends in an escape character",
  noDecimalComma: '"{text}" is not a number with a decimal comma',
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
  enumeratorFailed: "split enumerator of {operator}: {message}",
  functionSilent: "user function of {operators} ran longer than {seconds} s",
  taskSilent: "{task} gave no sign of life for {seconds} s",
  taskEnded: "the task ended by itself",
  threadEnded: "the thread ended by itself, with code {code}",
  heapExceeds: "{subtask} used more than {limit} MB of heap: keep less, or raise {keys}",
  buffersExceed: "{subtask} used more than {limit} MB in byte buffers: keep less, or raise {keys}",
  memoryExceeds: "{subtask} used more than {limit} MB of heap and byte buffers: keep less, or raise one of {keys}",
  jobExceeds: "the job used more than {limit} MB in all, {subtask} most of it ({used} MB): keep less, or raise {keys}",
  stateExceeds: "the state of {subtask} takes more than {limit} MB: keep less, or raise taskmanager.memory.task.heap.size",
  stepEvents: "one step made more than {limit} log events: a function emits without end, or far too much for one record",
  stepLines: "one step made more than {limit} million characters of lines: a function emits without end, or far too much for one record",
  stepOutput: "one step made more than {limit} MB of sink output: a function emits without end, or far too much for one record",
  noTimestamp: "a record without timestamp cannot be put into an event-time window: assign timestamps and watermarks before it",
  notEventTime: "{from} gave {shown}; event time is a whole number of milliseconds since 1970",
  sessionGap: "the gap of a session must be greater than 0, not {gap}",
  triggerTimestamp: "a continuous event-time trigger needs records with timestamps",
  evictorTimestamps: "a time evictor needs timestamps on all elements of a window or on none",
  reducedNothing:
    "the evictor left no row, and reduce, sum, min and max have no result of none. " +
    "Choose an evictor that keeps a row, or aggregate or process as the window's function.",
  mergedLate: "sessions merged to one that is over already",
  timerTimestamp: "a timer needs a timestamp: an integer number of milliseconds",
  noSideOutput: "there is no side output {tag}",
  noKey: "no key is set: keyed state and timers belong to the key of a record or of a timer",
  listNull: 'list state "{name}" cannot hold null',
  listStateNull: "a list state cannot hold null",
  listStateArray: "a list state takes an array of elements",
  mapKeyType: "a map state cannot have keys of type {type}",
  mapKeyRaw: "a RAW key of a map state must be null, a boolean, a number or a string",
  putAllTakes: "putAll takes a Map or an array of [key, value]",
  entryExpired: "the entry had expired and is gone already",
  noMerge: 'the aggregate function of state "{state}" has no merge',
  stateWas: 'state "{name}" was {was} and cannot be used as {is}',
  stateMode: 'operator state "{name}" is {was}, not {mode}',
  typeUnexpected: 'unexpected "{text}"',
  typeMissing: "a type is missing",
  typeUnknown: '"{text}" is not a type',
  typeField: "a field name is missing",
  typeSymbol: '"{text}" is missing',
  typeFieldTwice: 'field "{name}" is there twice',
  typeFieldUnnamed: 'field "{name}" needs a name',
  typeFieldReserved: 'field "{name}" has a reserved name',
  typeNumber: "the {what} must be a number",
  typeBounds: "the {what} must be between {least} and {most}, not {text}",
  typeDeep: "types are nested deeper than {levels} levels",
  snapshotMissing: "the snapshot file {file} is missing",
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
