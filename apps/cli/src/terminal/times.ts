/**
 * An ISO time as local time, to the second; `-` when there is none. One of the other half of the year, when clocks
 * were set differently, names its zone: the others are in the one that `localZone` names.
 */
export function formatTime(iso: string | null, now: Date = new Date()): string {
  if (iso === null) return '-';
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const text = `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return localZone(time) === localZone(now) ? text : `${text} ${localZone(time)}`;
}

/** What local time is at a moment: `UTC`, `UTC+02:00`. */
export function localZone(time: Date = new Date()): string {
  const minutes = -time.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
