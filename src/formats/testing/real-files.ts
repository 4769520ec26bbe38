import { encodeUtf8 } from "../../base/utf8.ts";

/** A file in a shape that people meet, and what is right to be read from it. */
export interface RealFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Names and types, as they are guessed. */
  readonly fields: Readonly<Record<string, string>>;
  /** Values of the first rows as text, by field. Null is NULL. */
  readonly first: readonly (readonly (string | null)[])[];
  /** How many rows there are. */
  readonly rows: number;
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2 + 2);
  const view = new DataView(bytes.buffer);
  [0xfeff, ...Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))].forEach((unit, at) => view.setUint16(at * 2, unit, littleEndian));
  return bytes;
}

const latin = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (character) => character.charCodeAt(0));
const lines = (...each: readonly string[]): Uint8Array<ArrayBuffer> => encodeUtf8(`${each.join("\n")}\n`);

const movies = [
  { Title: "The Weir", Gross: 146083, Released: "Jun 12 1998", Rating: 6.1 },
  { Title: "Flood, again", Gross: null, Released: "Aug 07 1998", Rating: 7 },
  { Title: 'The "Dam"\nII', Gross: 10876, Released: "Aug 28 1998", Rating: null },
];
const movieRows = [
  ["The Weir", "146083", "1998-06-12", "6.1"],
  ["Flood, again", null, "1998-08-07", "7.0"],
  ['The "Dam"\nII', "10876", "1998-08-28", null],
];
const movieFields = { Title: "STRING", Gross: "BIGINT", Released: "DATE", Rating: "DOUBLE" };
const movieOptions = { "date-order": "year-month-day" };

export const realFiles: readonly RealFile[] = [
  {
    name: "airports.csv",
    bytes: lines(
      "iata,name,city,state,latitude,longitude",
      '00M,Thigpen ,Bay Springs,MS,31.95376472,-89.23450472',
      '0A3,"Smithville, Municipal",Smithville,TN,35.98531194,-85.80931806',
      '1B9,"Mansfield ""Old"" Field",Mansfield,MA,42.00013306,-71.19677139',
    ),
    options: { header: true },
    fields: { iata: "STRING", name: "STRING", city: "STRING", state: "STRING", latitude: "DOUBLE", longitude: "DOUBLE" },
    first: [
      ["00M", "Thigpen ", "Bay Springs", "MS", "31.95376472", "-89.23450472"],
      ["0A3", "Smithville, Municipal", "Smithville", "TN", "35.98531194", "-85.80931806"],
      ["1B9", 'Mansfield "Old" Field', "Mansfield", "MA", "42.00013306", "-71.19677139"],
    ],
    rows: 3,
  },
  {
    name: "zipcodes.csv",
    bytes: lines("zip_code,latitude,longitude,city", "00501,40.922326,-72.637078,Holtsville", "00544,40.922326,-72.637078,Holtsville", "10001,40.75,-73.99,New York"),
    options: { header: true },
    fields: { zip_code: "STRING", latitude: "DOUBLE", longitude: "DOUBLE", city: "STRING" },
    first: [["00501", "40.922326", "-72.637078", "Holtsville"]],
    rows: 3,
  },
  {
    name: "hourly-weather.csv",
    bytes: lines("date,temp,wind", "2015/01/01 01:00,4.4,3", "2015/01/01 02:00,4,12", "2015/01/01 13:00,-0.6,0"),
    options: { header: true, "date-order": "year-month-day" },
    fields: { date: "TIMESTAMP(3)", temp: "DOUBLE", wind: "BIGINT" },
    first: [
      ["2015-01-01 01:00:00.000", "4.4", "3"],
      ["2015-01-01 02:00:00.000", "4.0", "12"],
      ["2015-01-01 13:00:00.000", "-0.6", "0"],
    ],
    rows: 3,
  },
  {
    name: "species.csv",
    bytes: lines("species,island,bill_length,sex", "Adelie,Torgersen,39.1,MALE", "Adelie,Torgersen,,", "Gentoo penguin,Biscoe,NA,FEMALE", " ,Dream,46.5,MALE"),
    options: { header: true, "null-literal": "NA" },
    fields: { species: "STRING", island: "STRING", bill_length: "DOUBLE", sex: "STRING" },
    first: [
      ["Adelie", "Torgersen", "39.1", "MALE"],
      ["Adelie", "Torgersen", null, ""],
      ["Gentoo penguin", "Biscoe", null, "FEMALE"],
      [" ", "Dream", "46.5", "MALE"],
    ],
    rows: 4,
  },
  {
    name: "stocks.csv",
    bytes: lines("symbol,date,price", "MSFT,Jan 1 2000,39.81", "MSFT,Feb 1 2000,36.35", "AAPL,Mar 1 2010,223.02"),
    options: { header: true, "date-order": "year-month-day" },
    fields: { symbol: "STRING", date: "DATE", price: "DOUBLE" },
    first: [
      ["MSFT", "2000-01-01", "39.81"],
      ["MSFT", "2000-02-01", "36.35"],
      ["AAPL", "2010-03-01", "223.02"],
    ],
    rows: 3,
  },
  { name: "movies-one-line.json", bytes: encodeUtf8(JSON.stringify(movies)), options: movieOptions, fields: movieFields, first: movieRows, rows: 3 },
  { name: "movies-pretty.json", bytes: encodeUtf8(JSON.stringify(movies, null, 2)), options: movieOptions, fields: movieFields, first: movieRows, rows: 3 },
  {
    name: "movies-by-line.json",
    bytes: encodeUtf8(`[${movies.map((movie) => JSON.stringify(movie)).join(",\r\n")}]\r\n`),
    options: movieOptions,
    fields: movieFields,
    first: movieRows,
    rows: 3,
  },
  { name: "movies.ndjson", bytes: lines(...movies.map((movie) => JSON.stringify(movie))), options: movieOptions, fields: movieFields, first: movieRows, rows: 3 },
  { name: "movie-pretty.json", bytes: encodeUtf8(JSON.stringify(movies[0], null, 4)), options: movieOptions, fields: movieFields, first: movieRows.slice(0, 1), rows: 1 },
  {
    name: "unemployment.tsv",
    bytes: lines("id\trate\tcounty", "1001\t.097\tAutauga, AL", "1003\t.091\t\"Baldwin\"", "1005\t.134\t"),
    options: { header: true, "field-delimiter": "\t" },
    fields: { id: "BIGINT", rate: "DOUBLE", county: "STRING" },
    first: [
      ["1001", "0.097", "Autauga, AL"],
      ["1003", "0.091", "Baldwin"],
      ["1005", "0.134", ""],
    ],
    rows: 3,
  },
  {
    name: "bom-crlf.csv",
    bytes: encodeUtf8('\ufeff"id","city"\r\n1,"Köln"\r\n2,"two\r\nlines"\r\n3,Bonn'),
    options: { header: true },
    fields: { id: "BIGINT", city: "STRING" },
    first: [["1", "Köln"], ["2", "two\r\nlines"], ["3", "Bonn"]],
    rows: 3,
  },
  {
    name: "umsatz.csv",
    bytes: latin("Datum;Ort;Betrag;Menge\r\n03.01.2026;Köln;1.234,50;3\r\n04.01.2026;Müngersdorf;-0,5;12\r\n31.01.2026;Bonn;7,00;1\r\n"),
    options: { header: true, "field-delimiter": ";", "decimal-comma": true, "date-order": "day-month-year", encoding: "windows-1252" },
    fields: { Datum: "DATE", Ort: "STRING", Betrag: "DOUBLE", Menge: "BIGINT" },
    first: [
      ["2026-01-03", "Köln", "1234.5", "3"],
      ["2026-01-04", "Müngersdorf", "-0.5", "12"],
      ["2026-01-31", "Bonn", "7.0", "1"],
    ],
    rows: 3,
  },
  {
    name: "sheet-utf16.csv",
    bytes: utf16("id\tcity\tsince\r\n1\t東京\t2026-01-01 10:00\r\n2\tZürich 🏔\t2026-01-02 23:59\r\n", true),
    options: { header: true, "field-delimiter": "\t", encoding: "UTF-16LE" },
    fields: { id: "BIGINT", city: "STRING", since: "TIMESTAMP(3)" },
    first: [
      ["1", "東京", "2026-01-01 10:00:00.000"],
      ["2", "Zürich 🏔", "2026-01-02 23:59:00.000"],
    ],
    rows: 2,
  },
  {
    name: "big-endian.csv",
    bytes: utf16("a|b\n1|x\n2|y\n", false),
    options: { header: true, "field-delimiter": "|", encoding: "UTF-16BE" },
    fields: { a: "BIGINT", b: "STRING" },
    first: [["1", "x"], ["2", "y"]],
    rows: 2,
  },
  {
    name: "twice.csv",
    bytes: lines("id,value,value,,constructor", "1,10,a,x,Ferrari", "2,20,b,y,Fiat"),
    options: { header: true },
    fields: { id: "BIGINT", value: "BIGINT", value_2: "STRING", f3: "STRING", constructor_: "STRING" },
    first: [["1", "10", "a", "x", "Ferrari"]],
    rows: 2,
  },
  {
    name: "ragged.csv",
    bytes: lines("id,name,score", "1,ann,5", "2,bob", "3", "4,dee,7,", ""),
    options: { header: true, "pad-short-rows": true },
    fields: { id: "BIGINT", name: "STRING", score: "BIGINT" },
    first: [["1", "ann", "5"], ["2", "bob", null], ["3", null, null], ["4", "dee", "7"]],
    rows: 4,
  },
  {
    name: "no-header.csv",
    bytes: lines("1,2026-01-31T10:00:00Z,a", "2,2026-01-31T10:00:01Z,b"),
    options: { header: false },
    fields: { f0: "BIGINT", f1: "TIMESTAMP_LTZ(3)", f2: "STRING" },
    first: [["1", "2026-01-31 10:00:00.000", "a"]],
    rows: 2,
  },
  {
    name: "old-mac.csv",
    bytes: encodeUtf8("id,n\r1,10\r2,20\r"),
    options: { header: true },
    fields: { id: "BIGINT", n: "BIGINT" },
    first: [["1", "10"], ["2", "20"]],
    rows: 2,
  },
  {
    name: "inches.csv",
    bytes: lines("# export of 2026", "id,name", '1,plank 5" oak', "2,nail", "# pipe of 5\" width", "3,screw"),
    options: { header: true, "allow-comments": true },
    fields: { id: "BIGINT", name: "STRING" },
    first: [["1", 'plank 5" oak'], ["2", "nail"], ["3", "screw"]],
    rows: 3,
  },
  {
    name: "us-dates.csv",
    bytes: lines("order,at", "1,1/31/2026 1:05 PM", "2,02/01/2026 12:00 AM"),
    options: { header: true, "date-order": "month-day-year" },
    fields: { order: "BIGINT", at: "TIMESTAMP(3)" },
    first: [["1", "2026-01-31 13:05:00.000"], ["2", "2026-02-01 00:00:00.000"]],
    rows: 2,
  },
  {
    name: "either-way.csv",
    bytes: lines("order,at", "1,01/02/2026", "2,03/04/2026"),
    options: { header: true },
    fields: { order: "BIGINT", at: "STRING" },
    first: [["1", "01/02/2026"], ["2", "03/04/2026"]],
    rows: 2,
  },
];
