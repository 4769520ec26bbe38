import { expect, test } from "vitest";
import { FormulaMarks } from "./formula-marks.ts";

const comma = { delimiter: ",", quote: '"' };

function marked(text: string, pieceLength = text.length, limits: { readonly delimiter: string; readonly quote: string | undefined } = comma): string {
  const marks = new FormulaMarks(limits);
  let result = "";
  for (let at = 0; at < text.length; at += pieceLength) result += marks.push(text.slice(at, at + pieceLength));
  return result + marks.end();
}

test.each([
  ["=1+1,a\n", "'=1+1,a\n"],
  ["a,@SUM(A1)\n", "a,'@SUM(A1)\n"],
  ["+1+cmd,-2-3\r\nx,=y\r\n", "'+1+cmd,'-2-3\r\nx,'=y\r\n"],
  ['"=HYPERLINK(""http://x"",1)",b\n', '"\'=HYPERLINK(""http://x"",1)",b\n'],
  ['"a,\n=no formula",\tx', '"a,\n=no formula",\'\tx'],
  ["-5,+3.2,-1e-7,.5,-.5\n", "-5,+3.2,-1e-7,.5,-.5\n"],
  ["-5e,1-2,a=b,\n", "'-5e,1-2,a=b,\n"],
  ["=last", "'=last"],
])("[CN40] %j becomes %j, in pieces of any size", (text, expected) => {
  for (const pieceLength of [1, 2, 3, 7, 100]) expect(marked(text, pieceLength)).toBe(expected);
});

test("[CN40] cells end where the file's own options say so", () => {
  expect(marked('a;=b,c;"=d\n', 100, { delimiter: ";", quote: undefined })).toBe('a;\'=b,c;"=d\n');
});

test("[CN40] a megabyte takes time in proportion", () => {
  const text = '"=,'.repeat(350_000);
  expect(marked(text, 65_536).length).toBeGreaterThanOrEqual(text.length);
});
