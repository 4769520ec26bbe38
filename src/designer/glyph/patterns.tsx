import type { ReactNode } from "react";

/** Fill patterns shared by all drawings of the page: hatch for held, brick for back pressure, replay and loss. */
export function Patterns(): ReactNode {
  return (
    <svg width="0" height="0" className="patterns" aria-hidden="true">
      <defs>
        <pattern id="pattern-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" stroke="var(--held)" strokeWidth="2.4" />
        </pattern>
        <pattern id="pattern-brick" width="12" height="8" patternUnits="userSpaceOnUse">
          <path d="M0 0H12M0 4H12M3 0V4M9 4V8" stroke="var(--pressure)" strokeWidth="1.2" fill="none" />
        </pattern>
        <pattern id="pattern-brick-small" width="6" height="6" patternUnits="userSpaceOnUse">
          <path d="M0 .5H6M0 3.5H6M1.5 .5V3.5M4.5 3.5V6.5" stroke="var(--pressure)" strokeWidth="1" fill="none" />
        </pattern>
        <pattern id="pattern-replay" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V7" stroke="var(--record)" strokeWidth="1" opacity=".5" />
        </pattern>
        <pattern id="pattern-lost" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V7" stroke="var(--failed)" strokeWidth="1.2" opacity=".38" />
        </pattern>
      </defs>
    </svg>
  );
}
