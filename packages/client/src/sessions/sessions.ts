import type {
  LogInRequest,
  Session,
  SessionList,
  SetUpDone,
  SetUpRequest,
  SetupState,
} from '@renderonline/contract';
import type { Connection } from '../requests/connection.ts';

interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** Who asks, and the browsers in which they are logged in. */
export interface Sessions {
  /** Who asks, by the session's cookie or by e-mail and token. Refused with 'unauthorized' when nobody is logged in. */
  current(options?: Abortable): Promise<Session>;
  /** Logs this browser in: it gets a cookie. */
  logIn(request: LogInRequest, options?: Abortable): Promise<Session>;
  /** Logs this browser out. */
  logOut(options?: Abortable): Promise<void>;
  list(options?: Abortable): Promise<SessionList>;
  /** Logs one browser out. */
  end(sessionId: number, options?: Abortable): Promise<void>;
  /** Logs out everywhere, here too. */
  endAll(options?: Abortable): Promise<void>;
  /** Whether nobody may use the farm yet. Needs no credentials. */
  setupState(options?: Abortable): Promise<SetupState>;
  /** Makes the farm's first admin, logged in here; the token is in the answer, this one time. */
  setUp(request: SetUpRequest, options?: Abortable): Promise<SetUpDone>;
}

/** @throws ApiError (from its functions) when it is refused */
export function createSessions(connection: Connection): Sessions {
  const get = async <T>(path: string, { signal }: Abortable = {}): Promise<T> =>
    // The answers' shapes are the contract's.
    (await connection.json(`/renderapi/v2/${path}`, { signal })) as T;
  const remove = async (path: string, { signal }: Abortable = {}): Promise<void> => {
    const answer = await connection.open(`/renderapi/v2/${path}`, { method: 'DELETE', signal });
    await answer.body?.cancel();
  };

  return {
    current: (options) => get('session', options),
    logIn: async (request, { signal } = {}) =>
      (await connection.json('/renderapi/v2/session', { json: request, signal })) as Session,
    logOut: (options) => remove('session', options),
    list: (options) => get('sessions', options),
    end: (sessionId, options) => remove(`sessions/${sessionId}`, options),
    endAll: (options) => remove('sessions', options),
    setupState: (options) => get('setup', options),
    setUp: async (request, { signal } = {}) =>
      (await connection.json('/renderapi/v2/setup', { json: request, signal })) as SetUpDone,
  };
}
