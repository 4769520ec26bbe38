import { useEffect, useState, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** A package of the build, as the build lists it in `licences.json`. */
interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly source: string;
  readonly text: string;
}

/** What Weir contains of others, and under which terms. [UI76] */
export function LicencesDialog(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const [licences, setLicences] = useState<readonly Licence[] | "none">();
  useEffect(() => {
    readLicences().then(setLicences, () => setLicences("none"));
  }, []);
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("licences.title")}</h2>
        <p>{t("licences.hint")}</p>
      </header>
      <div className="licence-list" tabIndex={-1}>
        {licences === undefined && <p>{t("licences.loading")}</p>}
        {licences === "none" && <p role="alert">{t("licences.none")}</p>}
        {Array.isArray(licences) && licences.map((each: Licence) => <Package key={`${each.name} ${each.version}`} licence={each} />)}
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button is-strong" onClick={() => workbench.dialogs.close()}>
          {t("close")}
        </button>
      </footer>
    </>
  );
}

function Package({ licence: { name, version, licence, source, text } }: { readonly licence: Licence }): ReactNode {
  const t = useText("shell");
  return (
    <details>
      <summary>
        <span>{t("licences.version", { name, version })}</span> <code>{licence}</code>
      </summary>
      <p>{t("licences.source", { source })}</p>
      {name === "elkjs" && <p>{t("licences.chosen")}</p>}
      <pre>{text}</pre>
    </details>
  );
}

async function readLicences(): Promise<readonly Licence[]> {
  const response = await fetch(new URL("licences.json", document.baseURI));
  if (!response.ok) throw new Error(`licences.json: ${response.status}`);
  return response.json() as Promise<readonly Licence[]>;
}
