/** What `actual` lacks of `expected` and has beyond it, whatever the order; undefined when they are the same. */
export function multisetDifference(expected: readonly string[], actual: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const row of expected) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of actual) counts.set(row, (counts.get(row) ?? 0) - 1);
  const missing = [...counts].filter(([, count]) => count > 0).map(([row, count]) => `${count} x ${row}`);
  const surplus = [...counts].filter(([, count]) => count < 0).map(([row, count]) => `${-count} x ${row}`);
  if (missing.length === 0 && surplus.length === 0) return undefined;
  return `${expected.length} rows expected, ${actual.length} committed; missing ${missing.join(", ") || "none"}; too many ${surplus.join(", ") || "none"}`;
}
