import type { ReactNode } from "react";
import type { FileGuess, FileReading } from "../../formats/guess-file.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { useText } from "../i18n/use-text.ts";

interface FileReadingFormProps {
  readonly guess: FileGuess;
  readonly onRead: (reading: FileReading) => void;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

const formats: readonly Choice[] = [
  { value: "csv", label: "CSV" },
  { value: "json", label: "JSON" },
];
const encodings = ["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"];
const dateOrders = ["iso", "year-month-day", "day-month-year", "month-day-year"];

/** What was guessed about a file's text: format, delimiter, quote, header, encoding, order of dates. Types are guessed anew with each. */
export function FileReadingForm({ guess, onRead }: FileReadingFormProps): ReactNode {
  const t = useText("file");
  const { format, formatOptions } = guess;
  const set = (changed: Readonly<Record<string, unknown>>): void => onRead({ format, formatOptions: { ...formatOptions, ...changed } });
  const delimiter = String(formatOptions["field-delimiter"] ?? ",");
  const delimiters: readonly Choice[] = [
    { value: ",", label: t("delimiter.comma") },
    { value: ";", label: t("delimiter.semicolon") },
    { value: "\t", label: t("delimiter.tab") },
    { value: "|", label: t("delimiter.bar") },
  ];
  const quote = formatOptions["disable-quote-character"] === true ? "" : String(formatOptions["quote-character"] ?? '"');
  const quotes = ['"', "'"].map((value) => ({ value, label: value }));
  return (
    <div className="file-reading">
      <Select label={t("format")} value={format} choices={formats} onChange={(value) => onRead({ format: value })} />
      {format === "csv" && (
        <>
          <Select label={t("delimiter")} value={delimiter} choices={delimiters} onChange={(value) => set({ "field-delimiter": value })} />
          <Select
            label={t("quote")}
            value={quote}
            choices={[...quotes, { value: "", label: t("quote.none") }]}
            onChange={(value) => set({ "disable-quote-character": value === "", ...(value !== "" && { "quote-character": value }) })}
          />
        </>
      )}
      <Select
        label={t("encoding")}
        value={guess.encoding}
        choices={encodings.map((value) => ({ value, label: value }))}
        onChange={(value) => set({ encoding: value })}
      />
      <Select
        label={t("dates")}
        value={String(formatOptions["date-order"] ?? "iso")}
        choices={dateOrders.map((value) => ({ value, label: t(`dates.${value}`) }))}
        onChange={(value) => set({ "date-order": value })}
      />
      {format === "csv" && (
        <div className="file-flags">
          <Flag label={t("header")} value={formatOptions["header"] === true} onChange={(header) => set({ header })} />
          <Flag
            label={t("decimalComma")}
            value={formatOptions["decimal-comma"] === true}
            onChange={(comma) => set({ "decimal-comma": comma })}
          />
        </div>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

function Select({ label, value, choices, onChange }: SelectProps): ReactNode {
  const all = choices.some((choice) => choice.value === value) ? choices : [...choices, { value, label: value }];
  return (
    <label>
      <span>{label}</span>
      <SelectField value={value} onChange={(event) => onChange(event.target.value)}>
        {all.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </SelectField>
    </label>
  );
}

interface FlagProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

function Flag({ label, value, onChange }: FlagProps): ReactNode {
  return (
    <label className="check-line">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
