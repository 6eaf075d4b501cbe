import type { MissingContent } from '@renderonline/contract';
import { takeTogether } from '../uploads/take-together.ts';
import type { UploadMemory } from '../uploads/upload-memory.ts';
import type { Carrier, Hashed, SizedFile } from './carrier.ts';
import type { UploadedProject } from './make-project.ts';
import { createRate, type ProjectProgress } from './upload-progress.ts';

export interface TransferOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ProjectProgress) => void) | undefined;
  /** Where it is remembered which uploads broke off; without it only this call goes on with them. */
  readonly memory?: UploadMemory | undefined;
  /** How long RenderAPI may be away. Default 300,000. */
  readonly absenceLimitMs?: number | undefined;
}

/** The uploads of one project. */
export interface Transfer<File extends SizedFile> {
  /** Aborted when the caller aborts, or when an upload fails for good. */
  readonly signal: AbortSignal;
  noteHashed(file: SizedFile): void;
  noteMissing(missing: readonly MissingContent[]): void;
  /** Begins uploads, as many at a time as there may be; small files that come together go together. */
  upload(files: readonly Hashed<File>[], options?: { readonly asksFirst: boolean }): void;
  /** Resolves when all of them have ended. @throws what the first failed with */
  settled(): Promise<void>;
  resultFor(projectId: number): UploadedProject;
  /** Ends what is under way. */
  close(): void;
}

/** Of one content. */
interface Share {
  /** Bytes that have been sent or were there. */
  done: number;
  readonly size: number;
  /** Those of them that were there: they say nothing of how fast it goes. Not known before something is told. */
  found: number | undefined;
}

interface Waiting<File> {
  readonly file: Hashed<File>;
  readonly size: number;
  readonly asksFirst: boolean;
}

export const defaultAbsenceLimitMs = 300_000;

export function createTransfer<File extends SizedFile>(
  carrier: Carrier<File>,
  options: TransferOptions,
  files: readonly File[],
  rate = createRate(),
): Transfer<File> {
  const { onProgress } = options;
  const failure = new AbortController();
  const signal =
    options.signal === undefined ? failure.signal : AbortSignal.any([options.signal, failure.signal]);
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  /** By content. */
  const shares = new Map<string, Share>();
  const waiting: Waiting<File>[] = [];
  const workers = new Set<Promise<void>>();
  let hashedBytes = 0;
  let sentBytes = 0;
  let phase: ProjectProgress['phase'] = 'hashing';

  function tell(): void {
    let missingBytes = 0;
    let doneBytes = 0;
    let movedBytes = 0;
    for (const { done, size, found = done } of shares.values()) {
      missingBytes += size;
      doneBytes += done;
      movedBytes += done - found;
    }
    const bytesPerSecond = rate.at(movedBytes);
    const isKnown = phase === 'uploading' && bytesPerSecond > 0;
    onProgress?.({
      ...{ phase, files: files.length, totalBytes, hashedBytes, missingBytes, sentBytes: doneBytes },
      ...{ bytesPerSecond, etaMs: isKnown ? ((missingBytes - doneBytes) / bytesPerSecond) * 1000 : null },
    });
  }

  async function work(): Promise<void> {
    for (let taken = takeTogether(waiting); taken.length > 0; taken = takeTogether(waiting)) {
      const together = taken.map(({ file }) => file);
      const sent = together.length > 1 ? await carrier.sendTogether(together, signal) : undefined;
      if (sent === undefined) for (const next of taken) await uploadOne(next);
      else noteSent(together, sent);
    }
  }

  async function uploadOne({ file, size, asksFirst }: Waiting<File>): Promise<void> {
    const share: Share = { done: 0, size, found: undefined };
    shares.set(file.sha256, share);
    const sent = await carrier.sendOne(file, { asksFirst, signal }, (bytes) => {
      share.done = bytes;
      // Where an upload goes on is told first.
      share.found ??= bytes;
      tell();
    });
    share.found = Math.max(0, size - sent);
    sentBytes += sent;
  }

  function noteSent(together: readonly Hashed<File>[], sent: number): void {
    for (const { sha256, size } of together) shares.set(sha256, { done: size, size, found: 0 });
    sentBytes += sent;
    tell();
  }

  function startWorker(): void {
    const worker = work().catch((error: unknown) => {
      waiting.length = 0;
      failure.abort(error);
    });
    workers.add(worker);
    void worker.then(() => workers.delete(worker));
  }

  return {
    signal,
    noteHashed({ size }) {
      hashedBytes += size;
      tell();
    },
    noteMissing(missing) {
      phase = 'uploading';
      for (const { sha256, size } of missing) shares.set(sha256, { done: 0, size, found: undefined });
      tell();
    },
    upload(hashed, { asksFirst } = { asksFirst: false }) {
      for (const file of hashed) waiting.push({ file, size: file.size, asksFirst });
      while (waiting.length > 0 && workers.size < carrier.atOnce) startWorker();
    },
    async settled() {
      phase = 'uploading';
      await Promise.all(workers);
      signal.throwIfAborted();
    },
    resultFor: (projectId) => ({ projectId, files: files.length, totalBytes, sentBytes }),
    close() {
      failure.abort(new Error('The upload has ended'));
      carrier.close();
    },
  };
}
