/** How far back the farm's report looks. */
export const ranges = ['24h', '7d', '30d'] as const;
export type Range = (typeof ranges)[number];

export interface ReportQuery {
  readonly range: Range;
  readonly view: 'charts' | 'table';
}

/** Reads the address; whatever is wrong in it is as if it were not there. */
export function readReportQuery(search: URLSearchParams): ReportQuery {
  return {
    range: ranges.find((range) => range === search.get('range')) ?? '7d',
    view: search.get('view') === 'table' ? 'table' : 'charts',
  };
}

/** The same for the address; what is as usual is left out. */
export function writeReportQuery({ range, view }: ReportQuery): URLSearchParams {
  const search = new URLSearchParams();
  if (range !== '7d') search.set('range', range);
  if (view === 'table') search.set('view', view);
  return search;
}

/** A stretch of time, cut into hours or days of UTC. */
export interface Stretch {
  readonly fromMs: number;
  /** The first moment that does not belong to it any more. */
  readonly toMs: number;
  readonly bucket: 'hour' | 'day';
}

const hourMs = 3_600_000;
export const bucketMs = { hour: hourMs, day: 24 * hourMs } as const;
const counts: Readonly<Record<Range, readonly [Stretch['bucket'], number]>> = {
  '24h': ['hour', 24],
  '7d': ['day', 7],
  '30d': ['day', 30],
};

/** The hours or days of a range: whole ones, the one that is under way the last. */
export function stretchOf(range: Range, nowMs: number): Stretch {
  const [bucket, count] = counts[range];
  const toMs = (Math.floor(nowMs / bucketMs[bucket]) + 1) * bucketMs[bucket];
  return { fromMs: toMs - count * bucketMs[bucket], toMs, bucket };
}
