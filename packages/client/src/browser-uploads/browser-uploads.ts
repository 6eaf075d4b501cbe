import type { Carrier, Hashed } from '../projects/carrier.ts';
import { makeProject, makeProjectOfArchive, type UploadedProject } from '../projects/make-project.ts';
import { defaultAbsenceLimitMs, type TransferOptions } from '../projects/transfer.ts';
import type { Connection } from '../requests/connection.ts';
import { createChunkSize } from './chunk-size.ts';
import { FileUnreadable, type PageFile } from './page-file.ts';
import { sendContent } from './send-content.ts';
import { sendTogether } from './send-together.ts';

export interface PageUpload extends TransferOptions {
  /** The SHA-256 of a file, off the page's own thread: 64 hexadecimal digits. @throws whatever it is: the file cannot be read */
  readonly sha256Of: (blob: Blob, signal: AbortSignal) => Promise<string>;
}

/** How a page makes projects of what somebody has given to it. Stopped by its signal, an upload goes on where it was. */
export interface BrowserUploads {
  /** @param main the path of the file that is rendered @throws ApiError, FileUnreadable, the signal's reason */
  uploadFiles(
    options: PageUpload & { readonly main: string; readonly files: readonly PageFile[] },
  ): Promise<UploadedProject>;
  /** The same with a .zip; `main` may be left out when only one file can be meant. */
  uploadArchive(
    options: PageUpload & { readonly archive: PageFile; readonly main?: string | undefined },
  ): Promise<UploadedProject>;
}

/** Files that are hashed at once; what hashes them may take them one after another. */
const hashedAtOnce = 4;
/** Browsers open six connections to a server; the page itself, and the stream that it follows, need some. */
const uploadsAtOnce = 3;

export function createBrowserUploads(connection: Connection): BrowserUploads {
  return {
    uploadFiles: (options) => makeProject(connection, createPageCarrier(connection, options), options),
    uploadArchive: (options) =>
      makeProjectOfArchive(connection, createPageCarrier(connection, options), options),
  };
}

function createPageCarrier(
  connection: Connection,
  { sha256Of, memory, absenceLimitMs = defaultAbsenceLimitMs }: PageUpload,
): Carrier<PageFile> {
  const chunk = createChunkSize();
  return {
    atOnce: uploadsAtOnce,
    async hash(files, onHashed, signal) {
      const stop = new AbortController();
      const stopped = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
      const queue = files.values();
      const work = async (): Promise<void> => {
        for (const file of queue) {
          stopped.throwIfAborted();
          const sha256 = await sha256Of(file.blob, stopped).catch((error: unknown) => {
            stopped.throwIfAborted();
            throw new FileUnreadable(file.path, error);
          });
          onHashed({ ...file, sha256 });
        }
      };
      try {
        await Promise.all(Array.from({ length: hashedAtOnce }, work));
      } finally {
        stop.abort();
      }
    },
    sendOne: (file: Hashed<PageFile>, { asksFirst, signal }, onSent) =>
      sendContent(file, asksFirst, { connection, chunk, memory, signal, absenceLimitMs }, onSent),
    sendTogether: (files, signal) => sendTogether(files, connection, signal),
    close: () => undefined,
  };
}
