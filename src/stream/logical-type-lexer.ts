/** Piece of the text of a logical type. `text` of a quoted name or comment is without its quotes. */
export interface TypeToken {
  readonly kind: "word" | "number" | "symbol" | "quoted" | "comment" | "end";
  readonly text: string;
  readonly position: number;
}

export type LexedType =
  | { readonly ok: true; readonly tokens: readonly TypeToken[] }
  | { readonly ok: false; readonly message: string; readonly position: number };

const pattern = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<word>[\p{L}_$][\p{L}\p{N}_$]*)`,
    String.raw`(?<number>\d+)`,
    "(?<symbol>[<>(),])",
    "`(?<quoted>(?:[^`]|``)+)`",
    "'(?<comment>(?:[^']|'')*)'",
  ].join("|"),
  "uy",
);

/** Cuts the text of a type into tokens; the last one is of kind `end`. */
export function lexTypeText(text: string): LexedType {
  const tokens: TypeToken[] = [];
  let position = 0;
  while (position < text.length) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) return { ok: false, message: `unexpected "${text[position]}"`, position };
    const token = tokenOf(match, position);
    if (token !== undefined) tokens.push(token);
    position += match[0].length;
  }
  tokens.push({ kind: "end", text: "", position });
  return { ok: true, tokens };
}

function tokenOf(match: RegExpExecArray, position: number): TypeToken | undefined {
  const { word, number, symbol, quoted, comment } = match.groups ?? {};
  if (word !== undefined) return { kind: "word", text: word, position };
  if (number !== undefined) return { kind: "number", text: number, position };
  if (symbol !== undefined) return { kind: "symbol", text: symbol, position };
  if (quoted !== undefined) return { kind: "quoted", text: quoted.replaceAll("``", "`"), position };
  return comment === undefined ? undefined : { kind: "comment", text: comment.replaceAll("''", "'"), position };
}
