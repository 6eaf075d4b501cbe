/** How far a stream of a task's logs has come. */
export interface FollowPlace {
  /** Every attempt up to this one was seen. */
  readonly seenThrough: number;
  /** Those of them whose logs have not ended: where each goes on. */
  readonly open: ReadonlyMap<number, number>;
}

/** More than this is no id of ours. */
const longestText = 64 * 1024;

/** As the id of an event: `36;34:5120,36:200`. */
export function formatPlace({ seenThrough, open }: FollowPlace): string {
  return `${seenThrough};${[...open].map(([attemptId, position]) => `${attemptId}:${position}`).join(',')}`;
}

/** Reads the Last-Event-ID of a client; undefined when it is none of ours: then the stream begins anew. */
export function parsePlace(text: string | undefined): FollowPlace | undefined {
  if (text === undefined || text.length > longestText) return undefined;
  if (!/^\d{1,16};(?:\d{1,16}:\d{1,16}(?:,\d{1,16}:\d{1,16})*)?$/.test(text)) return undefined;
  const [seenThrough = '', list = ''] = text.split(';');
  const entries = list === '' ? [] : list.split(',');
  return {
    seenThrough: Number(seenThrough),
    open: new Map(entries.map((entry) => entry.split(':').map(Number) as [number, number])),
  };
}
