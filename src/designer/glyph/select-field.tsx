import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon.tsx";

/** The browser's own select, which every input device knows, with our chevron. */
export function SelectField({ className = "", ...props }: ComponentProps<"select">): ReactNode {
  return (
    <span className={`select-field ${className}`}>
      <select className="text-field" {...props} />
      <Icon name="chevron" size={13} />
    </span>
  );
}
