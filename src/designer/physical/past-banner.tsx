import type { ReactNode } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useJob, useJobState } from "../run/job-context.ts";

/** The only way the picture says that it is not live. */
export function PastBanner(): ReactNode {
  const job = useJob();
  const text = useText("run");
  const following = useJobState((state) => state.following);
  const cursor = useJobState((state) => (state.following ? 0 : state.cursor));
  const length = useJobState((state) => (state.following ? 0 : state.length));
  if (following) return null;
  return (
    <div className="past-banner" role="status">
      {text("past.banner", { cursor: formatCount(cursor), length: formatCount(length) })}
      <button type="button" onClick={() => job.follow()}>
        {text("past.return")}
      </button>
    </div>
  );
}
