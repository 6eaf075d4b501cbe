import { createBrowserUploads, type BrowserUploads } from './browser-uploads/browser-uploads.ts';
import { createConnection } from './requests/connection.ts';

export type { BrowserUploads, PageUpload } from './browser-uploads/browser-uploads.ts';
export { FileUnreadable, type PageFile } from './browser-uploads/page-file.ts';
export type { UploadedProject } from './projects/make-project.ts';
export type { ProjectProgress } from './projects/upload-progress.ts';
export type { UploadMemory } from './uploads/upload-memory.ts';

/**
 * What makes projects of files that somebody gave to a page. Apart from the client, since most pages upload nothing.
 *
 * @param baseUrl the page's origin
 */
export function createPageUploads({ baseUrl }: { readonly baseUrl: string }): BrowserUploads {
  return createBrowserUploads(createConnection({ baseUrl, credentials: 'cookie' }));
}
