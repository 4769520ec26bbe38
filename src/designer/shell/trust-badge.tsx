import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import { commandEntries } from "../actions/command-entries.ts";

/** How far a document from elsewhere is let, in words, and what can be done about it. One's own carries none. [UI50] */
export function TrustBadge(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("trust");
  const trust = useDocument((state) => state.trust);
  if (trust === "own") return null;
  const isTrusted = trust === "trusted";
  const title = t(isTrusted ? "badgeTrustedTitle" : "badgeTitle");
  const name = `${t("badgeFrom")} ${t(isTrusted ? "badgeTrusted" : "badge")}`;
  return (
    <MenuButton
      className="button is-line trust-badge"
      aria-label={name}
      title={title}
      entries={() => [{ kind: "note", text: title }, ...commandEntries(workbench, [isTrusted ? "file.distrust" : "file.trust"])]}
    >
      <Icon name={isTrusted ? "check" : "lock"} size={13} />
      <span>
        <span className="trust-from">{t("badgeFrom")} </span>
        <span className="trust-word">{t(isTrusted ? "badgeTrusted" : "badge")}</span>
      </span>
    </MenuButton>
  );
}
