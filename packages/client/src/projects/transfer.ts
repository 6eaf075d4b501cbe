import { Agent as HttpsAgent } from 'node:https';
import type { MissingContent } from '@renderonline/contract';
import type { Connection } from '../requests/connection.ts';
import { takeTogether, uploadBundle } from '../uploads/upload-bundle.ts';
import {
  uploadContent,
  type ContentFile,
  type UploadContext,
  type UploadMemory,
} from '../uploads/upload-content.ts';
import type { HashedFile } from './hash-files.ts';
import { createRate, type ProjectProgress } from './upload-progress.ts';
import type { UploadedProject } from './upload-project.ts';

const { Agent: HttpAgent } = process.getBuiltinModule('node:http');

export interface TransferOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ProjectProgress) => void) | undefined;
  /** Where it is remembered which uploads broke off; without it only this call goes on with them. */
  readonly memory?: UploadMemory | undefined;
  /** How long RenderAPI may be away. Default 300,000. */
  readonly absenceLimitMs?: number | undefined;
}

/** The uploads of one project. */
export interface Transfer {
  /** Aborted when the caller aborts, or when an upload fails for good. */
  readonly signal: AbortSignal;
  noteHashed(file: HashedFile): void;
  noteMissing(missing: readonly MissingContent[]): void;
  /** Begins uploads, as many at a time as there may be; small files that come together go together. */
  upload(files: readonly HashedFile[], options?: { readonly asksFirst: boolean }): void;
  /** Resolves when all of them have ended. @throws what the first failed with */
  settled(): Promise<void>;
  resultFor(projectId: number): UploadedProject;
  /** Ends what is under way. */
  close(): void;
}

/** Requests that bring files at once. */
const uploadsAtOnce = 6;
const defaultAbsenceLimitMs = 300_000;

export function createTransfer(
  connection: Connection,
  options: TransferOptions,
  files: readonly { readonly size: number }[],
): Transfer {
  const { memory, absenceLimitMs = defaultAbsenceLimitMs, onProgress } = options;
  const agentOptions = { keepAlive: true, maxSockets: uploadsAtOnce };
  const agent = connection.baseUrl.startsWith('https:')
    ? new HttpsAgent(agentOptions)
    : new HttpAgent(agentOptions);
  const failure = new AbortController();
  const signal =
    options.signal === undefined ? failure.signal : AbortSignal.any([options.signal, failure.signal]);
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  const rate = createRate();
  /** By content: how many bytes of it have been sent or were there, and how many there are. */
  const shares = new Map<string, { done: number; readonly size: number }>();
  const waiting: ContentFile[] = [];
  const workers = new Set<Promise<void>>();
  let hashedBytes = 0;
  let sentBytes = 0;
  let phase: ProjectProgress['phase'] = 'hashing';

  function tell(): void {
    let missingBytes = 0;
    let doneBytes = 0;
    for (const { done, size } of shares.values()) {
      missingBytes += size;
      doneBytes += done;
    }
    const bytesPerSecond = rate.at(doneBytes);
    const isKnown = phase === 'uploading' && bytesPerSecond > 0;
    onProgress?.({
      ...{ phase, files: files.length, totalBytes, hashedBytes, missingBytes, sentBytes: doneBytes },
      ...{ bytesPerSecond, etaMs: isKnown ? ((missingBytes - doneBytes) / bytesPerSecond) * 1000 : null },
    });
  }

  async function work(): Promise<void> {
    const context = { connection, agent, memory, signal, absenceLimitMs };
    for (let files = takeTogether(waiting); files.length > 0; files = takeTogether(waiting)) {
      const sent = files.length > 1 ? await uploadBundle(files, context) : undefined;
      if (sent === undefined) for (const file of files) await uploadOne(file, context);
      else noteSent(files, sent);
    }
  }

  async function uploadOne(file: ContentFile, context: UploadContext): Promise<void> {
    const share = { done: 0, size: file.size };
    shares.set(file.sha256, share);
    const sent = await uploadContent(file, context, (bytes) => {
      share.done = bytes;
      tell();
    });
    sentBytes += sent;
  }

  function noteSent(files: readonly ContentFile[], sent: number): void {
    for (const { sha256, size } of files) shares.set(sha256, { done: size, size });
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
      for (const { sha256, size } of missing) shares.set(sha256, { done: 0, size });
      tell();
    },
    upload(files, { asksFirst } = { asksFirst: false }) {
      for (const { filePath, path: name, size, sha256 } of files) {
        waiting.push({ filePath, name, size, sha256, asksFirst });
      }
      while (waiting.length > 0 && workers.size < uploadsAtOnce) startWorker();
    },
    async settled() {
      phase = 'uploading';
      await Promise.all(workers);
      signal.throwIfAborted();
    },
    resultFor: (projectId) => ({ projectId, files: files.length, totalBytes, sentBytes }),
    close() {
      failure.abort(new Error('The upload has ended'));
      agent.destroy();
    },
  };
}
