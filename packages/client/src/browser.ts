import { createBrowserUploads, type BrowserUploads } from './browser-uploads/browser-uploads.ts';
import { createApi, type Api } from './create-api.ts';
import { createConnection } from './requests/connection.ts';

export type { Api } from './create-api.ts';
export type { Administration } from './administration/administration.ts';
export type { BrowserUploads, PageUpload } from './browser-uploads/browser-uploads.ts';
export { FileUnreadable, type PageFile } from './browser-uploads/page-file.ts';
export type { TaskTemplates } from './task-templates/task-templates.ts';
export { ApiError, isRefusal } from './errors/api-error.ts';
export type { FarmEvent, ListenOptions } from './events/listen.ts';
export { pause } from './events/pause.ts';
export { randomKey } from './requests/send-once.ts';
export type { FollowLogsOptions, LogEvent } from './logs/follow-logs.ts';
export type { UploadedProject } from './projects/make-project.ts';
export type { ProjectProgress } from './projects/upload-progress.ts';
export type { Sessions } from './sessions/sessions.ts';
export type { Webhooks } from './webhooks/webhooks.ts';
export type { UploadMemory } from './uploads/upload-memory.ts';

/** Everything a user can do at a RenderAPI from a page: with what uploads files that the page was given. */
export type BrowserClient = Api & BrowserUploads;

/**
 * A client for a page that RenderAPI itself has served. It says who one is by the cookie of a browser's session, which
 * no script can read.
 *
 * @param baseUrl the page's origin
 */
export function createBrowserClient({ baseUrl }: { readonly baseUrl: string }): BrowserClient {
  const connection = createConnection({ baseUrl, credentials: 'cookie' });
  return { ...createApi(connection), ...createBrowserUploads(connection) };
}
