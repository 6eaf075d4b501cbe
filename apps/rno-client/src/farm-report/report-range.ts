/** How far back the farm's report looks. */
export const ranges = ['24h', '7d', '30d'] as const;
export type Range = (typeof ranges)[number];

export interface ReportQuery {
  readonly range: Range;
  readonly view: 'charts' | 'table';
  /** Of one user or engine alone; of all when undefined. */
  readonly userId: number | undefined;
  readonly engineId: number | undefined;
}

/** Reads the address; whatever is wrong in it is as if it were not there. */
export function readReportQuery(search: URLSearchParams): ReportQuery {
  return {
    range: ranges.find((range) => range === search.get('range')) ?? '7d',
    view: search.get('view') === 'table' ? 'table' : 'charts',
    userId: idOf(search.get('user')),
    engineId: idOf(search.get('engine')),
  };
}

function idOf(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** The same for the address; what is as usual is left out. */
export function writeReportQuery({ range, view, userId, engineId }: ReportQuery): URLSearchParams {
  const search = new URLSearchParams();
  if (range !== '7d') search.set('range', range);
  if (userId !== undefined) search.set('user', String(userId));
  if (engineId !== undefined) search.set('engine', String(engineId));
  if (view === 'table') search.set('view', view);
  return search;
}

/** A stretch of time, cut into hours or into days of the reader's zone. */
export interface Stretch {
  readonly fromMs: number;
  /** The first moment that does not belong to it any more. */
  readonly toMs: number;
  readonly bucket: 'hour' | 'day';
  /** The first moments of the hours or days. */
  readonly startsMs: readonly number[];
}

const hourMs = 3_600_000;
const hours: Readonly<Record<Exclude<Range, '30d'>, number>> = { '24h': 24, '7d': 7 * 24 };
const days = 30;

/** The hours or days of a range: whole ones, the one that is under way the last. */
export function stretchOf(range: Range, nowMs: number): Stretch {
  if (range === '30d') {
    const now = new Date(nowMs);
    const dayAt = (offset: number): number =>
      new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset).getTime();
    const startsMs = Array.from({ length: days }, (_, index) => dayAt(index - days + 1));
    return { fromMs: dayAt(1 - days), toMs: dayAt(1), bucket: 'day', startsMs };
  }
  const toMs = (Math.floor(nowMs / hourMs) + 1) * hourMs;
  const fromMs = toMs - hours[range] * hourMs;
  const startsMs = Array.from({ length: hours[range] }, (_, index) => fromMs + index * hourMs);
  return { fromMs, toMs, bucket: 'hour', startsMs };
}

/** Where in a stretch the hour or day lies that a server named; it may know more, or less, of the zone's clocks. */
export function placeIn({ startsMs }: Pick<Stretch, 'startsMs'>, bucket: string): number {
  const atMs = Date.parse(bucket);
  return Math.max(
    0,
    startsMs.findLastIndex((startMs) => startMs <= atMs),
  );
}
