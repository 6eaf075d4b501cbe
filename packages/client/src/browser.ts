import { createApi, type Api } from './create-api.ts';
import { createConnection } from './requests/connection.ts';

export type { Api } from './create-api.ts';
export type { Administration } from './administration/administration.ts';
export type { TaskTemplates } from './task-templates/task-templates.ts';
export { ApiError, isRefusal } from './errors/api-error.ts';
export type { FarmEvent, ListenOptions } from './events/listen.ts';
export { pause } from './events/pause.ts';
export { randomKey } from './requests/send-once.ts';
export type { FollowLogsOptions, LogEvent } from './logs/follow-logs.ts';
export type { Sessions } from './sessions/sessions.ts';
export type { Webhooks } from './webhooks/webhooks.ts';

/**
 * A client for a page that RenderAPI itself has served. It says who one is by the cookie of a browser's session, which
 * no script can read. What uploads files is apart from it, in `browser-uploads.ts`.
 *
 * @param baseUrl the page's origin
 */
export function createBrowserClient({ baseUrl }: { readonly baseUrl: string }): Api {
  return createApi(createConnection({ baseUrl, credentials: 'cookie' }));
}
