import { nextState } from '../states/transition-table.ts';
import type { TransitionTable } from '../states/transition-table.ts';

/** Where a lease is. An ended lease is no longer in the database: its attempt tells the story. */
export type LeaseState = 'offered' | 'running' | 'ended';

/**
 * What happens to a lease. `start`: its machine says that the render began. `renew`: its machine was
 * heard of, so it lasts longer. `end`: its machine reported an outcome, or the task was canceled.
 * `expire`: its machine was silent for too long.
 */
export type LeaseEvent = 'start' | 'renew' | 'end' | 'expire';

export const leaseStates = ['offered', 'running', 'ended'] as const satisfies readonly LeaseState[];
export const leaseEvents = ['start', 'renew', 'end', 'expire'] as const satisfies readonly LeaseEvent[];

/** Every transition of a lease; docs/states.md draws it. */
export const leaseTransitions: TransitionTable<LeaseState, LeaseEvent> = {
  offered: { start: 'running', renew: 'offered', end: 'ended', expire: 'ended' },
  // A machine may say twice that it began.
  running: { start: 'running', renew: 'running', end: 'ended', expire: 'ended' },
  ended: {},
};

/** The state that follows. @throws DomainError `state-transition-invalid` for a pair that is not in the table */
export function nextLeaseState(state: LeaseState, event: LeaseEvent): LeaseState {
  return nextState('lease', leaseTransitions, state, event);
}
