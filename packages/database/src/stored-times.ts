/**
 * How a moment lies in the database: UTC text 'YYYY-MM-DD HH:MM:SS.mmm', which SQLite keeps as TEXT
 * and MySQL as DATETIME(3). The text sorts like the moments do, so both dialects compare it alike.
 */

/** @param ms milliseconds since 1970 UTC; whole milliseconds are kept, fractions are cut. */
export function toStoredTime(ms: number): string {
  return new Date(Math.trunc(ms)).toISOString().replace('T', ' ').slice(0, 23);
}

/** As {@link toStoredTime}, where nothing stays nothing. */
export function toStoredTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : toStoredTime(ms);
}

/**
 * Milliseconds since 1970 UTC. Accepts what RenderOnline 1.x and people write too: no fraction, or a date
 * alone. A zero date ('0000-00-00 …') or anything else unreadable is no time at all: null.
 */
export function fromStoredTime(text: string | null): number | null {
  if (text === null) return null;
  const iso = text.trim().replace(' ', 'T');
  const ms = Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : `${iso.replace(/Z$/, '')}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** For columns that are NOT NULL and only ever written by us. */
export function fromRequiredStoredTime(text: string): number {
  const ms = fromStoredTime(text);
  if (ms === null) throw new Error(`The database holds '${text}' where a time must be.`);
  return ms;
}
