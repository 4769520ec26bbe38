import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { FileGuess, FileReading, ReadProblem } from "../../formats/guess-file.ts";
import { Icon } from "../glyph/icon.tsx";
import { formatBytes } from "../i18n/format.ts";
import { engineText } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import type { DroppedFile } from "../workspace/dialogs.ts";
import type { FileCheckResult } from "../workspace/workbench.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";
import "./file-dialog.css";
import { FileFields } from "./file-fields.tsx";
import { FileReadingForm } from "./file-reading-form.tsx";

interface FileDialogProps {
  readonly dropped: DroppedFile;
  readonly answer: (guess: FileGuess | undefined) => void;
}

/** How a dropped file is read: what was guessed, to be corrected, with the rows that come of it, before it is a source. [UI102] [UI103] */
export function FileDialog({ dropped, answer }: FileDialogProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("file");
  const { file } = dropped;
  const { guess, failure, isReading, read } = useReading(dropped);
  const check = useCheck(file, failure === undefined && !isReading ? guess : undefined);
  const problem: ReadProblem | undefined = failure === undefined ? (guess.problem ?? check?.problem) : { message: failure };
  const message = engineText(problem?.message ?? "");
  const { format, formatOptions, fields } = guess;
  const withFields = (next: FileGuess["fields"]): void => read({ format, formatOptions, fields: next });
  const skips = formatOptions["ignore-parse-errors"] === true;
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{file.name}</h2>
        <p>{t("about", { size: formatBytes(file.size), rows: guess.rows.length })}</p>
      </header>
      <FileReadingForm guess={guess} onRead={read} />
      <FileFields guess={guess} onFields={withFields} />
      <Notes guess={guess} />
      <p className={`file-check ${problem ? "is-error" : ""}`} role="status">
        {problem ? (
          <>
            <Icon name="kill" size={13} />
            <span>{problem.line === undefined ? message : t("problem", { line: problem.line, message })}</span>
          </>
        ) : (
          check && (
            <>
              <Icon name={check.isDone ? "check" : "hour"} size={13} />
              <span>{skips && check.isDone ? t("skips") : t(check.isDone ? "fits" : "checking", { rows: check.rows })}</span>
            </>
          )
        )}
      </p>
      {problem !== undefined && failure === undefined && fields.length > 0 && (
        <div className="file-mends">
          {problem.field !== undefined && (
            <button
              type="button"
              className="button is-line"
              onClick={() => withFields(fields.map((field) => (field.name === problem.field ? { ...field, type: "STRING" } : field)))}
            >
              {t("widen", { field: problem.field })}
            </button>
          )}
          <button
            type="button"
            className="button is-line"
            onClick={() => read({ format, formatOptions: { ...formatOptions, "ignore-parse-errors": true }, fields })}
          >
            {t("skip")}
          </button>
        </div>
      )}
      <footer className="dialog-foot">
        <button
          type="button"
          className="button is-strong"
          data-first-focus=""
          disabled={fields.length === 0 || failure !== undefined || isReading}
          onClick={() => {
            answer(guess);
            workbench.dialogs.close();
          }}
        >
          {t("add")}
        </button>
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}

interface Reading {
  readonly guess: FileGuess;
  /** Why it cannot be read as it was said last. */
  readonly failure: string | undefined;
  /** Fields and rows are not yet those of what was said last. */
  readonly isReading: boolean;
  read(reading: FileReading): void;
}

function useReading({ sample, guess: first }: DroppedFile): Reading {
  const { fileGuesser } = useWorkbench();
  const [state, setState] = useState<Omit<Reading, "read">>({ guess: first, failure: undefined, isReading: false });
  const turn = useRef(0);
  const read = (reading: FileReading): void => {
    const mine = ++turn.current;
    // What is said is shown at once, whether it can be read or not; what is said next goes on from there.
    setState(({ guess, failure }) => ({ guess: asSaid(guess, reading), failure, isReading: true }));
    fileGuesser?.guess(sample, reading).then(
      (guess) => mine === turn.current && setState({ guess, failure: undefined, isReading: false }),
      (error: unknown) => {
        const failure = error instanceof Error ? error.message : String(error);
        if (mine === turn.current) setState(({ guess }) => ({ guess, failure, isReading: false }));
      },
    );
  };
  return { ...state, read };
}

/** The form of a reading whose rows are not there yet. */
function asSaid(guess: FileGuess, { format, formatOptions, fields = guess.fields }: FileReading): FileGuess {
  if (formatOptions === undefined) return { ...guess, fields };
  const { encoding } = formatOptions;
  return { ...guess, format, formatOptions, fields, encoding: typeof encoding === "string" ? encoding : guess.encoding };
}

/** How far the file was read as it is to be read now, and what does not fit. */
function useCheck(file: File, guess: FileGuess | undefined): (FileCheckResult & { readonly isDone: boolean }) | undefined {
  const { fileGuesser } = useWorkbench();
  const [last, setLast] = useState<FileCheckResult & { readonly isDone: boolean; readonly of: FileGuess }>();
  useEffect(() => {
    if (guess === undefined || guess.fields.length === 0) return;
    const stop = new AbortController();
    const { signal } = stop;
    const told = { signal, onRows: (rows: number): void => setLast({ rows, isDone: false, of: guess }) };
    fileGuesser?.check(file, guess, told).then(
      (done) => !signal.aborted && setLast({ ...done, isDone: true, of: guess }),
      (error: unknown) => !signal.aborted && setLast({ rows: 0, isDone: true, of: guess, problem: { message: String(error) } }),
    );
    return () => stop.abort();
  }, [file, guess, fileGuesser]);
  return last?.of === guess ? last : undefined;
}

/** Why a column that looks like numbers or dates is text. */
function Notes({ guess }: { readonly guess: FileGuess }): ReactNode {
  const t = useText("file");
  const notes = useMemo(() => {
    return guess.fields.flatMap(({ name, type }, place) => {
      const cells = guess.rows.map((row) => row[place] ?? "").filter((cell) => cell !== "");
      const zeros = cells.find((cell) => /^0\d+$/.test(cell));
      if (type !== "STRING" || cells.length === 0) return [];
      if (zeros !== undefined && cells.every((cell) => /^\d+$/.test(cell))) {
        return [{ name, text: t("keepsZeros", { field: name, value: zeros, number: zeros.replace(/^0+(?=\d)/, "") }) }];
      }
      return cells.every((cell) => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b/.test(cell)) ? [{ name, text: t("eitherWay", { field: name }) }] : [];
    });
  }, [guess, t]);
  return (
    notes.length > 0 && (
      <ul className="findings">
        {notes.map(({ name, text }) => (
          <li key={name} className="is-warning">
            <Icon name="bell" size={13} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    )
  );
}
