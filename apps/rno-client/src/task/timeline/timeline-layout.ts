import type { AttemptView } from '@renderonline/contract';
import type { FrameCell } from '../../film/frame-table.ts';

/** A piece of work of a machine: a frame, or the frames of an attempt of which nothing more is known. */
export interface Bar {
  readonly attemptId: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** As attempts have it; `running` while it has none. */
  readonly outcome: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What one slot of a machine rendered, by time. */
export interface Lane {
  /** null when the machine was removed since. */
  readonly machine: string | null;
  /** 1 for the first slot of the machine. */
  readonly slot: number;
  readonly bars: readonly Bar[];
}

/** Who rendered what when. */
export interface TimelineLayout {
  readonly lanes: readonly Lane[];
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Lays attempts out: a lane for each slot of each machine, machines by name. The frames of an attempt stand one behind
 * the other for as long as each took; when it began with each is not told.
 *
 * @param cells what is known of frames, by number
 * @param nowMs the end of what is still being rendered
 */
export function layTimeline(
  attempts: readonly AttemptView[],
  cells: ReadonlyMap<number, FrameCell>,
  nowMs: number,
): TimelineLayout {
  const byMachine = new Map<string, { name: string | null; slots: Bar[][] }>();
  let [earliestMs, latestMs] = [Number.POSITIVE_INFINITY, 0];
  const started = attempts.filter(({ startedAt }) => startedAt !== null);
  for (const attempt of started.sort((a, b) => startOf(a) - startOf(b))) {
    const bars = barsOf(attempt, cells, nowMs);
    const fromMs = startOf(attempt);
    const toMs = bars.at(-1)?.toMs ?? fromMs;
    const key = String(attempt.machine?.machineId ?? '');
    const machine = byMachine.get(key) ?? { name: attempt.machine?.name ?? null, slots: [] };
    byMachine.set(key, machine);
    const free = machine.slots.find((slot) => (slot.at(-1)?.toMs ?? 0) <= fromMs);
    if (free === undefined) machine.slots.push([...bars]);
    else free.push(...bars);
    earliestMs = Math.min(earliestMs, fromMs);
    latestMs = Math.max(latestMs, toMs);
  }
  const lanes = [...byMachine.values()]
    .sort((a, b) => (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff', undefined, { numeric: true }))
    .flatMap(({ name, slots }) => slots.map((bars, index) => ({ machine: name, slot: index + 1, bars })));
  if (lanes.length === 0) return { lanes, fromMs: nowMs, toMs: nowMs };
  return { lanes, fromMs: earliestMs, toMs: Math.max(latestMs, earliestMs + 1) };
}

function startOf({ startedAt, grantedAt }: AttemptView): number {
  return Date.parse(startedAt ?? grantedAt);
}

function barsOf(attempt: AttemptView, cells: ReadonlyMap<number, FrameCell>, nowMs: number): Bar[] {
  const { attemptId, firstFrame, lastFrame, endedAt } = attempt;
  const fromMs = startOf(attempt);
  const toMs = Math.max(fromMs, endedAt === null ? nowMs : Date.parse(endedAt));
  const outcome = attempt.outcome ?? 'running';
  const whole = { attemptId, firstFrame, lastFrame, outcome, fromMs, toMs };
  if (firstFrame === lastFrame) return [whole];
  const bars: Bar[] = [];
  let atMs = fromMs;
  let frame = firstFrame;
  for (; frame <= lastFrame; frame += 1) {
    const cell = cells.get(frame);
    if (cell?.attemptId !== attemptId || cell.renderMs === null || cell.state !== 'done') break;
    const endMs = Math.min(toMs, atMs + cell.renderMs);
    bars.push({
      ...whole,
      firstFrame: frame,
      lastFrame: frame,
      outcome: 'succeeded',
      fromMs: atMs,
      toMs: endMs,
    });
    atMs = endMs;
  }
  // What is left of the attempt: frames under way, failed, or given back.
  if (frame <= lastFrame) bars.push({ ...whole, firstFrame: frame, fromMs: atMs });
  return bars;
}

/** @returns the bar of the lane that is there at the moment, or one at most `slackMs` away; undefined when there is none */
export function barAt(lane: Lane, atMs: number, slackMs: number): Bar | undefined {
  let [low, high] = [0, lane.bars.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane.bars[middle]?.toMs ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  const near = [lane.bars[low], lane.bars[low - 1]].filter((bar) => bar !== undefined);
  return near.find(({ fromMs, toMs }) => fromMs - slackMs <= atMs && atMs <= toMs + slackMs);
}
