import type { ReactNode } from "react";
import { functionTexts } from "../../graph/function-texts.ts";
import type { DocumentOperator } from "../../graph/job-document.ts";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** The operator as it stands in job JSON, and what Flink calls it. */
export function OperatorCode({ operator }: { readonly operator: DocumentOperator }): ReactNode {
  const t = useText("inspector");
  const { catalog } = useWorkbench();
  const descriptor = catalog.find(operator.type);
  const config = descriptor?.config.safeParse(operator.config);
  return (
    <>
      {descriptor && config?.success && (
        <section>
          <h3>{t("inFlink")}</h3>
          <p className="mono">{descriptor.flinkName(config.data)}</p>
          <p className="dim">
            {t("inFlinkNote")} {functionTexts(descriptor.config, operator.config).length > 0 && t("inFlinkFunctions")}
          </p>
        </section>
      )}
      <section>
        <h3>{t("jobJson")}</h3>
        <pre className="code-block mono" tabIndex={0}>
          {JSON.stringify(operator, null, 2)}
        </pre>
      </section>
    </>
  );
}
