import type { MeasuredMemory } from "../workers/judge-memory.ts";

/** The part of a browser's measurement that is used here. Chromium alone has it, for pages that are isolated. */
interface Measurement {
  readonly breakdown: readonly {
    readonly bytes: number;
    readonly attribution: readonly { readonly url: string; readonly scope: string }[];
  }[];
}

interface MeasuringPerformance extends Performance {
  readonly measureUserAgentSpecificMemory?: () => Promise<Measurement>;
}

/** After a measurement, which itself takes ten seconds or more: it waits for a collection of garbage. */
const everyMs = 5_000;

/**
 * Measures what the workers of this page keep, again and again, until the returned function is called. Does nothing where the browser
 * does not measure. A worker that lets no other code in is waited for: the watchdog ends it first.
 */
export function measureMemory(onMeasured: (measured: MeasuredMemory) => Promise<void>): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const measuring = performance as MeasuringPerformance;
  const round = async (): Promise<void> => {
    const measurement = await measuring.measureUserAgentSpecificMemory?.();
    if (measurement === undefined || stopped) return;
    await onMeasured(workersOf(measurement));
    if (!stopped) timer = setTimeout(again, everyMs);
  };
  // What cannot be measured is not shown; limits that do not need it hold all the same.
  const again = (): void => void round().catch(() => undefined);
  if (crossOriginIsolated) again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function workersOf({ breakdown }: Measurement): MeasuredMemory {
  return breakdown.flatMap(({ bytes, attribution }) =>
    attribution.flatMap(({ url, scope }) => (scope === "DedicatedWorkerGlobalScope" ? [[url, bytes] as const] : [])),
  );
}
