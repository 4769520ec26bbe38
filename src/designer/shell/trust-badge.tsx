import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { MenuCommand } from "./menu-command.tsx";
import { useDocument } from "../workspace/workbench-context.ts";

/** How far a document from elsewhere is let, in words, and what can be done about it. One's own carries none. [UI50] */
export function TrustBadge(): ReactNode {
  const t = useText("trust");
  const trust = useDocument((state) => state.trust);
  if (trust === "own") return null;
  const isTrusted = trust === "trusted";
  const title = t(isTrusted ? "badgeTrustedTitle" : "badgeTitle");
  const name = `${t("badgeFrom")} ${t(isTrusted ? "badgeTrusted" : "badge")}`;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button is-line trust-badge" aria-label={name} title={title}>
        <Icon name={isTrusted ? "check" : "lock"} size={13} />
        <span>
          <span className="trust-from">{t("badgeFrom")} </span>
          <span className="trust-word">{t(isTrusted ? "badgeTrusted" : "badge")}</span>
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          <DropdownMenu.Label className="menu-note">{title}</DropdownMenu.Label>
          <MenuCommand id={isTrusted ? "file.distrust" : "file.trust"} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
