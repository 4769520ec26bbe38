import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { useDocument } from "../document/document-store.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { MenuCommand } from "./menu-command.tsx";

/** How far a document from elsewhere is let, in words, and what can be done about it. One's own carries none. [UI50] */
export function TrustBadge(): ReactNode {
  const t = useText("trust");
  const trust = useDocument((state) => state.trust);
  if (trust === "own") return null;
  const isTrusted = trust === "trusted";
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button is-line trust-badge" title={t(isTrusted ? "badgeTrustedTitle" : "badgeTitle")}>
        <Icon name={isTrusted ? "check" : "lock"} size={13} />
        {t(isTrusted ? "badgeTrusted" : "badge")}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          <DropdownMenu.Label className="menu-note">{t(isTrusted ? "badgeTrustedTitle" : "badgeTitle")}</DropdownMenu.Label>
          <MenuCommand id={isTrusted ? "file.distrust" : "file.trust"} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
