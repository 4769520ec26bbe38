import type { ReactNode } from "react";
import { formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useSession, useSessionState } from "../workspace/workbench-context.ts";

/** The only way the picture says that it is not live. */
export function PastBanner(): ReactNode {
  const session = useSession();
  const text = useText("run");
  const following = useSessionState((state) => state.following);
  const cursor = useSessionState((state) => (state.following ? 0 : state.cursor));
  const length = useSessionState((state) => (state.following ? 0 : state.length));
  if (following) return null;
  return (
    <div className="past-banner" role="status">
      {text("past.banner", { cursor: formatCount(cursor), length: formatCount(length) })}
      <button type="button" onClick={() => session.follow()}>
        {text("past.return")}
      </button>
    </div>
  );
}
