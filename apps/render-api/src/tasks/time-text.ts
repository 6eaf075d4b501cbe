/** A moment for v2: ISO 8601 in UTC. */
export function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** The same; null stays null. */
export function nullableTimeText(epochMs: number | null): string | null {
  return epochMs === null ? null : timeText(epochMs);
}
