import type { FieldLayout, RowLayout } from "./row-layout.ts";

/** Source of a function that takes `WriterParts` and returns a `RowWriter` for records of `layout`. */
export function writerText(layout: RowLayout): string {
  const { fields, fixed, nullWords } = layout;
  const words = [1, ...nullWords];
  return [
    "return ({ memory, conformers, encode, scratch, wide, isSafeInteger }) => {",
    "const { int32, float64, uint8 } = memory;",
    "const long = new BigInt64Array(uint8.buffer, uint8.byteOffset, uint8.byteLength / 8);",
    ...fields.map(({ index }) => `const c${index} = conformers[${index}];`),
    "return function writeRow(row, timestamp, at, room) {",
    // The kind is as untrusted as the fields; anything but the three other kinds is an insert.
    "const kind = row.$kind;",
    ...words.map((word) => `let w${word} = ${word === 1 ? "kind === 1 || kind === 2 || kind === 3 ? kind : 0" : 0};`),
    ...fields.map(({ name, index }) => `let v${index} = row[${JSON.stringify(name)}];`),
    "if (typeof timestamp !== \"number\") timestamp = NaN;",
    `let size = ${fixed};`,
    fields.some(({ encoding }) => encoding === "blob") ? "scratch.truncate(0);" : "",
    ...fields.map(checkText),
    "if (size > room) return 0;",
    "const i = at >> 2, d = at >> 3;",
    ...words.map((word) => `int32[i + ${word}] = w${word};`),
    "float64[d + 1] = timestamp;",
    `let p = at + ${fixed};`,
    fields.some(({ encoding }) => encoding === "blob") ? "let from = 0;" : "",
    ...fields.map(storeText),
    "int32[i] = p - at;",
    "return p - at;",
    "};",
    "};",
  ].join("\n");
}

/** Checks column value `v` in the usual case in line, otherwise through its conformer, and adds what it takes to `size`. */
function checkText(field: FieldLayout): string {
  const { index, nullWord, nullBit } = field;
  const v = `v${index}`;
  const nulled = (empty: string): string => `if (${v} === null) { w${nullWord} |= ${1 << nullBit}; ${v} = ${empty}; }`;
  const slow = (empty: string): string => `{ ${v} = c${index}(${v}); ${nulled(empty)} }`;
  switch (field.encoding) {
    case "boolean":
      return `if (typeof ${v} !== "boolean") ${slow("false")}`;
    case "int":
      return `if (typeof ${v} !== "number" || (${v} | 0) !== ${v}${rangeText(field)}) ${slow("0")}`;
    case "float32":
    case "float":
      return `if (typeof ${v} !== "number") ${slow("0")}`;
    case "long":
      return [
        `let b${index} = 0n, e${index} = false;`,
        `if (typeof ${v} !== "number" || !isSafeInteger(${v})) { ${slow("0")}`,
        `if (typeof ${v} === "bigint") { b${index} = ${v}; e${index} = true; ${v} = NaN; size += 8; } }`,
      ].join("\n");
    case "text":
      return `if (typeof ${v} !== "string") ${slow('""')}\nsize += ${v}.length * 2 + 7 & -8;`;
    case "blob":
      return [
        `let n${index} = 0;`,
        `if (${v} === null || ${v} === undefined) ${slow("null")}`,
        `else { n${index} = encode(${index}, ${v}); size += n${index} + 7 & -8; }`,
      ].join("\n");
  }
}

const rangeText = ({ index, least, most }: FieldLayout): string =>
  least === -2147483648 ? "" : ` || v${index} < ${least} || v${index} > ${most}`;

function storeText({ index, slot, encoding }: FieldLayout): string {
  const v = `v${index}`;
  switch (encoding) {
    case "boolean":
      return `int32[i + ${slot}] = ${v} ? 1 : 0;`;
    case "int":
      return `int32[i + ${slot}] = ${v};`;
    case "float32":
      return `float64[d + ${slot}] = Math.fround(${v});`;
    case "float":
      return `float64[d + ${slot}] = ${v};`;
    case "long":
      return `float64[d + ${slot}] = ${v};\nif (e${index}) { long[p >> 3] = b${index}; p += 8; }`;
    case "text":
      return [
        `const n${index} = ${v}.length;`,
        `if (n${index} !== 0 && n${index} <= 8) {`,
        ...shortTextLines(v, `n${index}`),
        `  if (all <= 255) { int32[p >> 2] = low; int32[(p >> 2) + 1] = high; int32[i + ${slot}] = n${index} << 1; p += 8; }`,
        `  else { wide(${v}, p); int32[i + ${slot}] = n${index} << 1 | 1; p += n${index} * 2 + 7 & -8; }`,
        `} else if (n${index} !== 0) {`,
        // The last 8 bytes are cleared first: readers compare whole words.
        `  float64[p + n${index} - 1 >> 3] = 0;`,
        `  let k = 0;`,
        `  for (; k < n${index}; k++) { const unit = ${v}.charCodeAt(k); if (unit > 255) break; uint8[p + k] = unit; }`,
        `  if (k === n${index}) { int32[i + ${slot}] = n${index} << 1; p += n${index} + 7 & -8; }`,
        `  else { wide(${v}, p); int32[i + ${slot}] = n${index} << 1 | 1; p += n${index} * 2 + 7 & -8; }`,
        `} else int32[i + ${slot}] = 0;`,
      ].join("\n");
    case "blob":
      return [
        `int32[i + ${slot}] = n${index};`,
        `if (n${index} !== 0) {`,
        `  uint8.set(scratch.bytes().subarray(from, from + n${index}), p);`,
        `  from += n${index}; p += n${index} + 7 & -8;`,
        "}",
      ].join("\n");
  }
}

/** The units of a text of 1 to 8, one byte each, in two words: most texts are as short, and a loop would cost a third more. */
function shortTextLines(text: string, length: string): readonly string[] {
  const unitLines = [1, 2, 3, 4, 5, 6, 7].map((at) => {
    const word = at < 4 ? "low" : "high";
    return `  if (${length} > ${at}) { unit = ${text}.charCodeAt(${at}); all |= unit; ${word} |= unit << ${(at % 4) * 8};`;
  });
  return [`  let unit = ${text}.charCodeAt(0), all = unit, low = unit, high = 0;`, ...unitLines, "  }}}}}}}"];
}

/** Source of a function that takes `ReaderParts` and returns a `RowReader` for records of `layout`. */
export function readerText(layout: RowLayout): string {
  const { fields, fixed, nullWords } = layout;
  return [
    "return ({ memory, Row, text, shortTexts, decode, bigint }) => {",
    "const { int32, float64 } = memory;",
    "const { keys, texts, mask, miss } = shortTexts;",
    "return function readRow(at, next) {",
    "const i = at >> 2, d = at >> 3;",
    "const length = int32[i];",
    ...[1, ...nullWords].map((word) => `const w${word} = int32[i + ${word}];`),
    `let p = at + ${fixed};`,
    ...fields.map(loadText),
    `next(new Row(w1 & 3${fields.map(({ index }) => `, v${index}`).join("")}), float64[d + 1]);`,
    "return length;",
    "};",
    "};",
  ].join("\n");
}

function loadText(field: FieldLayout): string {
  const { index, slot, encoding, nullable, nullWord, nullBit } = field;
  const v = `v${index}`;
  const orNull = (value: string): string =>
    nullable ? `const ${v} = w${nullWord} & ${1 << nullBit} ? null : ${value};` : `const ${v} = ${value};`;
  switch (encoding) {
    case "boolean":
      return orNull(`int32[i + ${slot}] === 1`);
    case "int":
      return orNull(`int32[i + ${slot}]`);
    case "float32":
    case "float":
      return orNull(`float64[d + ${slot}]`);
    case "long":
      return [
        `let x${index} = float64[d + ${slot}];`,
        `if (x${index} !== x${index}) { x${index} = bigint(p); p += 8; }`,
        orNull(`x${index}`),
      ].join("\n");
    case "text":
      return [
        `const t${index} = int32[i + ${slot}];`,
        `let s${index} = "";`,
        `if (t${index} !== 0) {`,
        // A tag up to 16 and even: at most 8 characters of one byte, two words.
        `  if (t${index} <= 16 && (t${index} & 1) === 0) {`,
        `    const low = int32[p >> 2], high = int32[(p >> 2) + 1];`,
        `    let h = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b); h = (h ^ h >>> 15) & mask;`,
        `    const k = h << 2;`,
        `    const hit = keys[k] === low && keys[k + 1] === high && keys[k + 2] === t${index};`,
        `    s${index} = hit ? texts[h] : miss(h, low, high, t${index});`,
        `    p += 8;`,
        `  } else { s${index} = text(p, t${index}); p += ((t${index} >> 1) << (t${index} & 1)) + 7 & -8; }`,
        "}",
        orNull(`s${index}`),
      ].join("\n");
    case "blob":
      return [
        `const n${index} = int32[i + ${slot}];`,
        orNull(`decode(${index}, p, n${index})`),
        `p += n${index} + 7 & -8;`,
      ].join("\n");
  }
}
