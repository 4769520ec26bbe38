/** One line of a menu. */
export type MenuEntry =
  | {
      readonly kind: "item";
      readonly text: string;
      /** Beside the text: why it cannot be chosen, or what it means. */
      readonly remark?: string;
      /** The keys that do the same. */
      readonly keys?: string;
      readonly disabled?: boolean;
      readonly select: () => void;
    }
  | {
      /** Switched on and off while the menu stays open, unless it is one of several and `closes` it; `remove` stands beside it. */
      readonly kind: "check";
      readonly text: string;
      readonly title?: string;
      readonly checked: boolean;
      readonly closes?: boolean;
      readonly change: (checked: boolean) => void;
      readonly remove?: { readonly name: string; readonly title: string; readonly act: () => void };
    }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "rule" };
