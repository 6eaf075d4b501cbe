import { nextState } from '../states/transition-table.ts';
import type { TransitionTable } from '../states/transition-table.ts';

/** Where a frame of a task is: to be rendered, given to a machine, rendered, or given up. */
export type FrameState = 'pending' | 'leased' | 'done' | 'failed';

/**
 * What happens to a frame. `lease`: given to a machine. `release`: its lease ended without it.
 * `complete`: its output is there, under the current lease. `fail`: tried as often as is allowed.
 * `reopen`: a person asks for it again.
 */
export type FrameEvent = 'lease' | 'release' | 'complete' | 'fail' | 'reopen';

export const frameStates = ['pending', 'leased', 'done', 'failed'] as const satisfies readonly FrameState[];
export const frameEvents = [
  'lease',
  'release',
  'complete',
  'fail',
  'reopen',
] as const satisfies readonly FrameEvent[];

/** Every transition of a frame; docs/states.md draws it. */
export const frameTransitions: TransitionTable<FrameState, FrameEvent> = {
  // A frame that is given up has been released with its lease before.
  pending: { lease: 'leased', fail: 'failed' },
  leased: { release: 'pending', complete: 'done', fail: 'failed' },
  done: { reopen: 'pending' },
  failed: { reopen: 'pending' },
};

/** The state that follows. @throws DomainError `state-transition-invalid` for a pair that is not in the table */
export function nextFrameState(state: FrameState, event: FrameEvent): FrameState {
  return nextState('frame', frameTransitions, state, event);
}
