import { domainError } from '../errors/domain-error.ts';

/** For every state, the events that may happen in it and the state that each leads to. */
export type TransitionTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/**
 * Looks a transition up.
 *
 * @param what the thing whose state it is, for the message: 'task', 'frame', 'lease'
 * @throws DomainError `state-transition-invalid` when the table has no such pair
 */
export function nextState<State extends string, Event extends string>(
  what: string,
  table: TransitionTable<State, Event>,
  state: State,
  event: Event,
): State {
  const next = table[state][event];
  if (next === undefined) {
    throw domainError('state-transition-invalid', `A ${what} that is ${state} cannot ${event}.`, {
      what,
      state,
      event,
    });
  }
  return next;
}
