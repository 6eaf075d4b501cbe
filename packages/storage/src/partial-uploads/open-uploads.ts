import { open } from 'node:fs/promises';
import { writeHashedFile, type HashedFile } from '../uploads/hashed-file.ts';
import type { PartialUpload } from './partial-upload.ts';

/** The file of an upload, open between two requests so that its hash goes on. */
export interface OpenUpload {
  readonly file: HashedFile;
  /** Where in the file it was opened: only from 0 on is its hash that of the whole. */
  readonly startAt: number;
}

/** Files of uploads that are open. */
export interface OpenUploads {
  get(uploadId: string): OpenUpload | undefined;
  /** Resolves when the file is not being closed: from then on the disk has what came. */
  settled(uploadId: string): Promise<void>;
  /** @param startAt how many bytes the file has */
  open(upload: PartialUpload, path: string, startAt: number): Promise<OpenUpload>;
  /** The caller closes its file. */
  forget(uploadId: string): void;
  suspendAll(): Promise<void>;
}

/** Each costs 2 MiB and a descriptor. */
export const mostOpen = 24;

/** @param isBusy whether bytes of it are being written */
export function createOpenUploads(isBusy: (uploadId: string) => boolean): OpenUploads {
  /** The one that was used last comes last. */
  const uploads = new Map<string, OpenUpload>();
  /** One is opened after another: several at once are not to take the same place. */
  let lastOpening: Promise<unknown> = Promise.resolve();
  const closing = new Map<string, Promise<void>>();

  async function makeRoom(): Promise<void> {
    for (const [uploadId, { file }] of uploads) {
      if (uploads.size < mostOpen) return;
      if (isBusy(uploadId)) continue;
      uploads.delete(uploadId);
      await close(uploadId, file);
    }
  }

  async function openOne(
    { uploadId, size }: PartialUpload,
    path: string,
    startAt: number,
  ): Promise<OpenUpload> {
    await makeRoom();
    const handle = await open(path, 'r+');
    const upload = { file: writeHashedFile(handle, size - startAt, startAt), startAt };
    uploads.set(uploadId, upload);
    return upload;
  }

  async function close(uploadId: string, file: HashedFile): Promise<void> {
    const closed = suspend(file);
    closing.set(uploadId, closed);
    await closed;
    closing.delete(uploadId);
  }

  return {
    get(uploadId) {
      const upload = uploads.get(uploadId);
      if (upload === undefined) return undefined;
      uploads.delete(uploadId);
      uploads.set(uploadId, upload);
      return upload;
    },
    async settled(uploadId) {
      await closing.get(uploadId);
    },
    open(upload, path, startAt) {
      const opening = lastOpening.then(() => openOne(upload, path, startAt));
      lastOpening = opening.catch(() => undefined);
      return opening;
    },
    forget(uploadId) {
      uploads.delete(uploadId);
    },
    async suspendAll() {
      const all = [...uploads.values()];
      uploads.clear();
      await Promise.all(all.map(({ file }) => suspend(file)));
    },
  };
}

/** What could not be written is asked for again: the file says how far it is. */
async function suspend(file: HashedFile): Promise<void> {
  try {
    await file.suspend();
  } catch {
    await file.abandon();
  }
}
