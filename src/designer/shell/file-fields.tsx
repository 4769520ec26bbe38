import type { ReactNode } from "react";
import type { FileGuess } from "../../formats/guess-file.ts";
import { TypeInput } from "../inspector/type-input.tsx";
import { useText } from "../i18n/use-text.ts";

interface FileFieldsProps {
  readonly guess: FileGuess;
  readonly onFields: (fields: FileGuess["fields"]) => void;
}

/** Fields that are shown side by side; a file of more has them in the source. */
const shownFields = 60;
/** Of a value. */
const shownCharacters = 200;

/** The first rows of a file under the names and types of its fields, which can be changed. */
export function FileFields({ guess, onFields }: FileFieldsProps): ReactNode {
  const t = useText("file");
  const { fields, rows } = guess;
  const shown = fields.slice(0, shownFields);
  const change = (place: number, field: FileGuess["fields"][number]): void =>
    onFields(fields.map((each, at) => (at === place ? field : each)));
  if (fields.length === 0) return null;
  return (
    <>
      <div className="file-rows" tabIndex={0} role="region" aria-label={t("firstRows")}>
        <table>
          <thead>
            <tr>
              {shown.map((field, place) => (
                <th key={place} scope="col">
                  <input
                    className="text-field mono"
                    aria-label={t("fieldName", { n: place + 1 })}
                    value={field.name}
                    spellCheck={false}
                    onChange={(event) => change(place, { ...field, name: event.target.value })}
                  />
                  <TypeInput
                    id={`file-type-${place}`}
                    label={t("fieldType", { name: field.name })}
                    value={field.type}
                    disabled={false}
                    onChange={(type) => change(place, { ...field, type: String(type) })}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {shown.map(({ type }, place) => {
                  const value = row[place];
                  return (
                    <td key={place} className={/^(?:STRING|CHAR|VARCHAR)/.test(type) ? "" : "is-number"}>
                      {value === null ? <span className="is-null">NULL</span> : value?.slice(0, shownCharacters)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {fields.length > shown.length && <p className="dialog-note">{t("moreFields", { count: fields.length - shown.length })}</p>}
    </>
  );
}
