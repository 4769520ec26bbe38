import type { BenchCase, BenchHost, BenchRow } from "./bench-case.ts";

/**
 * Measures subject and peers in turns, so that a slow moment of the machine hits all of them, and gives the median of each.
 * The first turn only warms the machine and is left out.
 */
export async function measure(benchCase: BenchCase, host: BenchHost, repetitions: number): Promise<readonly BenchRow[]> {
  const { program, subject, peers } = benchCase;
  const own: number[] = [];
  const others = peers.map((): number[] => []);
  for (let turn = 0; turn <= repetitions; turn++) {
    const value = await host.run(program, subject);
    if (turn > 0) own.push(value);
    for (const [index, peer] of peers.entries()) {
      const peerValue = await host.run(program, peer.params);
      if (turn > 0) others[index]?.push(peerValue);
    }
  }
  return peers.map(({ name }, index) => {
    const value = median(own);
    const peerValue = median(others[index] ?? []);
    const ratio = benchCase.better === "higher" ? value / peerValue : peerValue / value;
    return { case: benchCase.name, host: host.name, peer: name, unit: benchCase.unit, value, peerValue, ratio };
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
