/** `xprintidle` prints milliseconds. */
export function idleMsOfXprintidle(text: string): number | null {
  const found = /^\s*(\d+)\s*$/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** GNOME's monitor answers `(uint64 1234,)`, in milliseconds. */
export function idleMsOfMutter(text: string): number | null {
  const found = /^\s*\(uint64 (\d+),\)/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** macOS: `"HIDIdleTime" = 1234567890`, in nanoseconds. */
export function idleMsOfIoreg(text: string): number | null {
  const found = /"HIDIdleTime"\s*=\s*(\d+)/.exec(text)?.[1];
  return found === undefined ? null : Math.round(Number(found) / 1e6);
}

/**
 * systemd's session: since when it has been idle, in microseconds since 1970. Only graphical sessions tell: of
 * others the terminals know more.
 */
export function idleMsOfLoginctl(text: string, nowMs: number): number | null {
  const facts = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, key, value] = /^(\w+)=(.*)$/.exec(line.trim()) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
  if (!['x11', 'wayland', 'mir'].includes(facts.get('Type') ?? '') || facts.get('State') === 'closing') {
    return null;
  }
  if (facts.get('IdleHint') !== 'yes') return 0;
  const sinceUs = Number(facts.get('IdleSinceHint') ?? Number.NaN);
  return Number.isFinite(sinceUs) && sinceUs > 0 ? Math.max(0, nowMs - sinceUs / 1000) : null;
}
