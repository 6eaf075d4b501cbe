import type { FarmEvents } from '@renderonline/contract';
import type { Connection } from '../requests/connection.ts';
import { openStream, type StreamOptions } from './open-stream.ts';
import { reconnecting, type ReconnectOptions } from './reconnecting.ts';

/** Something that happened, by its name. `hello`, `reset` and `synced` are about the stream itself. */
export type FarmEvent = {
  [Name in keyof FarmEvents]: { readonly name: Name; readonly data: FarmEvents[Name] };
}[keyof FarmEvents];

export interface ListenOptions extends StreamOptions, ReconnectOptions {
  /** A cursor: what happened behind it is told as well. `eventCursor` of a page, or what `onCursor` said last. */
  readonly after?: string;
  /** `all`: of every user's tasks, for admins. */
  readonly scope?: 'own' | 'all';
  /** Whether changes of machines are told as well. Default false. */
  readonly machines?: boolean;
  /** Called with the place in the stream from which to go on, for a program that keeps it. */
  readonly onCursor?: (cursor: string) => void;
}

const names: readonly string[] = [
  'hello',
  'task',
  'task-deleted',
  'frames',
  'machine',
  'reset',
  'synced',
] satisfies (keyof FarmEvents)[];

/**
 * Everything that happens to the user's tasks, from now on or behind a cursor. A broken stream is opened again and
 * goes on where it was: what was missed comes as events, or, after a restart of RenderAPI, as `reset`, every task
 * that may have changed, and `synced`.
 *
 * @throws ApiError when RenderAPI refuses (bad credentials, no admin), or is away for too long
 */
export async function* listen(
  connection: Connection,
  options: ListenOptions = {},
): AsyncGenerator<FarmEvent> {
  const { scope = 'own', machines = false, onCursor } = options;
  let cursor = options.after;
  const onId = (id: string): void => {
    if (id === '') return;
    cursor = id;
    onCursor?.(id);
  };
  const path = `/renderapi/v2/events?scope=${scope}&machines=${machines}`;
  const events = reconnecting((onActivity) => {
    const headers: Record<string, string> = cursor === undefined ? {} : { 'last-event-id': cursor };
    return openStream(connection, { path, headers }, { ...options, onActivity, onId });
  }, options);
  for await (const { event, data } of events) {
    // A newer RenderAPI may tell of more.
    if (names.includes(event)) yield { name: event, data: JSON.parse(data) as unknown } as FarmEvent;
  }
}
