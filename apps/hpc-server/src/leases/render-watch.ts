import type { LinkTask } from '@renderonline/contract/link';
import { say } from '@renderonline/domain';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import type { ProcessTable } from '../processes/process-entry.ts';
import { membersOf, type ProcessTree } from '../processes/process-tree.ts';
import { createStillness } from './stillness.ts';
import type { WorkContext } from './work-context.ts';

type LimitSettings = Pick<HpcServerSettings, 'hungAfterMs' | 'maxRenderMs'>;

/** How long renders may take; null for no limit. */
export interface RenderLimits {
  readonly hungAfterMs: number | null;
  readonly maxFrameMs: number | null;
  /** Of the machine, for one run of a program. */
  readonly maxRenderMs: number | null;
}

/** Where neither the machine nor RenderAPI says. */
const usualHungAfterMs = 15 * 60_000;
/** What is computed on a GPU is not seen here: a render may well be silent and use no CPU for a while. */
const gpuPatience = 4;

/** The limits of a task's renders on this machine, whose own settings go before RenderAPI's. */
export function limitsOf(
  { limits }: Pick<LinkTask, 'limits'>,
  { settings, hasGpu }: Pick<WorkContext, 'hasGpu'> & { readonly settings: LimitSettings },
): RenderLimits {
  const given = (ms: number) => (ms === 0 ? null : ms);
  const usualMs = (limits.hungAfterMs ?? usualHungAfterMs) * (hasGpu ? gpuPatience : 1);
  return {
    hungAfterMs: given(settings.hungAfterMs ?? usualMs),
    maxFrameMs: given(limits.maxFrameMs ?? 0),
    maxRenderMs: given(settings.maxRenderMs),
  };
}

/** Why a watched render must end. */
export interface OverLimit {
  readonly kind: 'hung' | 'timed-out';
  readonly message: string;
}

interface RenderWatchInput {
  readonly limits: RenderLimits;
  readonly clock: { elapsedMs(): number };
  readonly table: ProcessTable;
  /** null while it is not known. */
  readonly tree: () => ProcessTree | null;
  readonly lastOutputMs: () => number;
  /** When the frame began that it is at. */
  readonly frameStartedMs: () => number;
  onOverLimit(what: OverLimit): void;
}

const shortestLookMs = 50;
const longestLookMs = 10_000;
/** Looks within a limit: it is overstepped by no more than this part of it. */
const looksPerLimit = 8;

/**
 * Looks at a render now and then and tells once when it takes too long.
 *
 * @returns a function that ends the watch
 */
export function watchRender(input: RenderWatchInput): () => void {
  const { limits, clock } = input;
  const given = [limits.hungAfterMs, limits.maxFrameMs, limits.maxRenderMs].filter((ms) => ms !== null);
  if (given.length === 0) return () => undefined;
  const startedMs = clock.elapsedMs();
  const isStill = limits.hungAfterMs === null ? undefined : createStillness(limits.hungAfterMs, startedMs);

  function look(): OverLimit | undefined {
    const atMs = clock.elapsedMs();
    const { maxFrameMs, maxRenderMs, hungAfterMs } = limits;
    if (maxRenderMs !== null && atMs - startedMs >= maxRenderMs) {
      return { kind: 'timed-out', message: say('ran-too-long+of-machine', { limitMs: maxRenderMs }) };
    }
    if (maxFrameMs !== null && atMs - input.frameStartedMs() >= maxFrameMs) {
      return { kind: 'timed-out', message: say('frame-too-long', { limitMs: maxFrameMs }) };
    }
    const { lastOutputMs } = input;
    if (isStill?.({ atMs, lastOutputMs: lastOutputMs(), cpuMs: () => cpuMsOf(input) }) !== true)
      return undefined;
    return { kind: 'hung', message: say('stood-still', { hungAfterMs: hungAfterMs ?? 0 }) };
  }

  const everyMs = Math.min(Math.max(Math.min(...given) / looksPerLimit, shortestLookMs), longestLookMs);
  const timer = setInterval(() => {
    const found = look();
    if (!found) return;
    clearInterval(timer);
    input.onOverLimit(found);
  }, everyMs);
  return () => {
    clearInterval(timer);
  };
}

function cpuMsOf({ table, tree: treeNow }: RenderWatchInput): number | undefined {
  const tree = treeNow();
  if (!tree) return undefined;
  try {
    const members = membersOf(tree, table);
    if (members.length === 0 || members.some(({ cpuMs }) => cpuMs === undefined)) return undefined;
    return members.reduce((sum, { cpuMs = 0 }) => sum + cpuMs, 0);
  } catch {
    return undefined;
  }
}
