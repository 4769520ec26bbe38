import type { ReactNode } from "react";

/** What a picture may have drawn, as it is drawn there. */
const glyphs = {
  record: <circle cx="9" cy="9" r="5.5" fill="var(--record)" stroke="var(--ink-2)" />,
  replayed: (
    <>
      <circle cx="9" cy="9" r="4" fill="var(--record)" />
      <circle cx="9" cy="9" r="7" fill="none" stroke="var(--record)" strokeWidth="1.4" />
    </>
  ),
  late: <circle cx="9" cy="9" r="6" fill="none" stroke="var(--held)" strokeWidth="1.6" strokeDasharray="3 2" />,
  lost: (
    <>
      <circle cx="9" cy="9" r="5.5" fill="none" stroke="var(--lost)" />
      <path d="M3 15 15 3" stroke="var(--lost)" strokeWidth="1.6" />
    </>
  ),
  uncommitted: <circle cx="9" cy="9" r="5.5" fill="none" stroke="var(--record)" strokeWidth="1.8" />,
  watermark: <path d="M9 1.5v15" stroke="var(--watermark)" strokeWidth="2.2" strokeDasharray="3 1.6" />,
  barrier: <path d="M6 1.5v15M12 1.5v15" stroke="var(--ink-1)" strokeWidth="3" />,
  cut: <path d="M5 1.5 9 9l-3 7.5" fill="none" stroke="var(--ink-1)" strokeWidth="2.4" />,
  held: <path d="M2 14 14 2M4 17 17 4M1 9l8-8" stroke="var(--held)" strokeWidth="1.8" />,
  align: (
    <>
      <rect x="1.5" y="5" width="15" height="8" fill="var(--held-soft)" stroke="var(--held)" />
      <path d="M4 13l7-8M9 13l7-8" stroke="var(--held)" />
    </>
  ),
  freeze: <path d="M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4" fill="none" stroke="var(--ink-1)" strokeWidth="1.8" />,
  upload: <rect x="1.5" y="5.5" width="15" height="7" fill="var(--state)" />,
  snapshot: (
    <g transform="rotate(-8 9 9)">
      <rect x="3" y="4.5" width="12" height="9" fill="var(--node)" stroke="var(--state)" strokeWidth="1.5" />
    </g>
  ),
  state: (
    <>
      <rect x="5" y="2.5" width="11" height="11" fill="var(--node)" stroke="var(--state)" />
      <rect x="2" y="5.5" width="11" height="11" fill="var(--node)" stroke="var(--state)" />
    </>
  ),
  full: (
    <g fill="none" stroke="var(--pressure)" strokeWidth="1.3">
      <path d="M1.5 5h15M1.5 9h15M1.5 13h15M6 5v4M12 5v4M3.5 9v4M9 9v4M14.5 9v4" />
    </g>
  ),
  idle: <path d="M1.5 5h15M1.5 13h15" stroke="var(--ink-3)" strokeWidth="1.6" strokeDasharray="1.5 2.5" />,
  failure: (
    <>
      <path d="M5.5 1.5h7l4 4v7l-4 4h-7l-4-4v-7z" fill="var(--failed)" />
      <path d="M6 6l6 6M12 6l-6 6" stroke="var(--on-failed)" strokeWidth="2" />
    </>
  ),
  restore: (
    <>
      <rect x="1" y="3" width="16" height="12" fill="var(--state)" />
      <path d="M8.5 5.5 5 9l3.5 3.5zM13.5 5.5 10 9l3.5 3.5z" fill="var(--on-state)" />
    </>
  ),
  window: <rect x="6" y="3" width="6" height="12" fill="none" stroke="var(--watermark)" strokeWidth="1.5" />,
  rolledBack: <path d="M1 17 17 1M1 11 11 1M7 17 17 7" stroke="var(--failed)" />,
  replay: <path d="M1 17 17 1M1 11 11 1M7 17 17 7" stroke="var(--record)" />,
  end: <path d="M4 2v14M7.5 2v14M12.5 2v14" stroke="var(--ink-2)" strokeWidth="1.6" />,
  busy: (
    <>
      <rect x="1" y="6" width="16" height="6" fill="var(--node)" stroke="var(--line-3)" />
      <rect x="1" y="6" width="9" height="6" fill="var(--busy)" />
    </>
  ),
  gauge: (
    <>
      <rect x="1" y="6" width="16" height="6" fill="var(--node)" stroke="var(--reach)" />
      <rect x="1" y="6" width="7" height="6" fill="var(--reach)" />
    </>
  ),
  parallel: (
    <>
      <rect x="5" y="2.5" width="11" height="10" fill="var(--node)" stroke="var(--line-3)" />
      <rect x="2" y="5.5" width="11" height="10" fill="var(--node)" stroke="var(--line-3)" />
    </>
  ),
  invalid: <rect x="2" y="4" width="14" height="10" fill="none" stroke="var(--failed)" strokeWidth="1.6" strokeDasharray="2 2" />,
  finished: <rect x="2" y="4" width="14" height="10" fill="var(--panel)" stroke="var(--line-3)" strokeWidth="1.4" strokeDasharray="4 3" />,
  sideOutput: <path d="M1 9h16" stroke="var(--reach)" strokeWidth="3" strokeDasharray="7 2 2 2" />,
} as const;

export type LegendKey = keyof typeof glyphs;

export const legendKeys = Object.keys(glyphs).filter((key): key is LegendKey => key in glyphs);

/** Decorative: its name stands beside it. */
export function LegendGlyph({ name }: { readonly name: LegendKey }): ReactNode {
  return (
    <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
      {glyphs[name]}
    </svg>
  );
}
