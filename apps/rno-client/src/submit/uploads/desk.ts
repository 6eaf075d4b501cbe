import { randomKey, type Api } from '@renderonline/client/browser';
import type { BrowserUploads, ProjectProgress, UploadMemory } from '@renderonline/client/browser-uploads';
import type { EngineView, SubmitRequest } from '@renderonline/contract';
import type { Source } from '../dropping/group-files.ts';
import { findMainFiles } from '../dropping/main-files.ts';
import type { TaskForm } from '../form/task-form.ts';
import type { Hasher } from './create-hasher.ts';
import type { Draft } from './draft.ts';
import { createSubmissionKeys } from './submission-keys.ts';

/**
 * What people hand over: it uploads one draft after another, several files of it at once, whatever page is
 * shown, and submits what was asked for. One that has all of the line is a task sooner than several that share it.
 */
export interface Desk {
  /** Calls the listener after every change; those of progress come together. @returns ends it */
  subscribe(listener: () => void): () => void;
  /** Another array after every change. */
  drafts(): readonly Draft[];
  /** @param archivePaths what is in an archive, where that is known */
  add(source: Source, engines: readonly EngineView[], archivePaths?: readonly string[]): void;
  chooseMain(draftId: number, main: string): void;
  fill(draftId: number, form: TaskForm): void;
  pause(draftId: number): void;
  /** Goes on with what was paused or has failed. */
  resume(draftId: number): void;
  remove(draftId: number): void;
  /** Submits the draft as soon as RenderAPI has its files. */
  handOver(draftId: number, submission: SubmitRequest): void;
  /** Takes that back, as long as it was not sent. */
  takeBack(draftId: number): void;
}

export interface DeskDependencies {
  readonly api: Pick<Api, 'submit'> & BrowserUploads;
  readonly hasher: Hasher;
  readonly memory: UploadMemory;
  /** Calls it soon, once. */
  readonly schedule: (tell: () => void) => void;
}

/** Of one who waits before the screen: RenderAPI may be upgraded over lunch. */
const absenceLimitMs = 3_600_000;

/** Nothing is kept from one visit to the next but where uploads were begun. */
export function createDesk({ api, hasher, memory, schedule }: DeskDependencies): Desk {
  const drafts = new Map<number, Draft>();
  const listeners = new Set<() => void>();
  const submissions = new Map<number, SubmitRequest>();
  const keys = createSubmissionKeys(randomKey);
  /** Files that were hashed once are not hashed again after a pause. */
  const known = new WeakMap<Blob, string>();
  let shown: readonly Draft[] = [];
  let isScheduled = false;
  let lastId = 0;
  let active: { readonly draftId: number; readonly stop: AbortController } | undefined;

  function put(draftId: number, changes: Partial<Draft>): void {
    const draft = drafts.get(draftId);
    if (draft !== undefined) drafts.set(draftId, { ...draft, ...changes });
  }

  /** At once: somebody types. */
  function change(draftId: number, changes: Partial<Draft>): void {
    put(draftId, changes);
    changed();
  }

  function changed(): void {
    shown = [...drafts.values()];
    for (const listener of listeners) listener();
  }

  function changedSoon(): void {
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      changed();
    });
  }

  function next(): void {
    if (active !== undefined) return;
    const waiting = [...drafts.values()].filter(
      ({ upload: state }) => state.kind === 'waiting' && !state.isBlocked,
    );
    // What somebody has submitted goes before what somebody still thinks about.
    const draft = waiting.find(({ handing }) => handing.kind === 'queued') ?? waiting[0];
    if (draft === undefined) return;
    const stop = new AbortController();
    active = { draftId: draft.draftId, stop };
    void upload(draft, stop.signal).finally(() => {
      active = undefined;
      next();
    });
  }

  async function upload(draft: Draft, signal: AbortSignal): Promise<void> {
    const { draftId, kind, files, main } = draft;
    let hashedBytes = 0;
    let progress = atRest(progressOf(draft));
    const tell = (): void => {
      if (signal.aborted) return;
      put(draftId, { upload: { kind: 'running', hashedBytes, progress } });
      changedSoon();
    };
    const sized = files.map((file) => ({ ...file, size: file.blob.size }));
    const options = {
      ...{ memory, signal, absenceLimitMs },
      onProgress(told: ProjectProgress) {
        // While the files are looked at again it is known how far they were.
        if (told.phase === 'uploading' || progress?.phase !== 'uploading') progress = told;
        tell();
      },
      async sha256Of(blob: Blob, stopped: AbortSignal) {
        let sha256 = known.get(blob);
        if (sha256 === undefined) {
          sha256 = await hasher.sha256Of(blob, stopped, (bytes) => {
            hashedBytes += bytes;
            tell();
          });
          known.set(blob, sha256);
        } else hashedBytes += blob.size;
        return sha256;
      },
    };
    tell();
    try {
      const [archive] = sized;
      const { projectId } =
        kind === 'archive' && archive !== undefined
          ? await api.uploadArchive({ ...options, archive, main })
          : await api.uploadFiles({ ...options, files: sized, main: main ?? '' });
      change(draftId, { upload: { kind: 'done', projectId } });
      await send(draftId);
    } catch (error) {
      // Whoever stopped it has said what it is now.
      if (!signal.aborted) change(draftId, { upload: { kind: 'failed', error, progress } });
    }
  }

  /** Where both the files and the submission are there. */
  async function send(draftId: number): Promise<void> {
    const draft = drafts.get(draftId);
    const submission = submissions.get(draftId);
    if (draft === undefined || submission === undefined || draft.upload.kind !== 'done') return;
    submissions.delete(draftId);
    change(draftId, { handing: { kind: 'sending' } });
    try {
      const request = { ...submission, projectId: draft.upload.projectId };
      const { taskId } = await api.submit(request, { idempotencyKey: keys.keyOf(draftId, request) });
      keys.forget(draftId);
      change(draftId, { handing: { kind: 'sent', taskId } });
    } catch (error) {
      change(draftId, { handing: { kind: 'refused', error } });
    }
  }

  /** @param reason of the draft that is uploaded now, which then stops */
  function stop(draftId: number, reason: string): void {
    if (active?.draftId === draftId) active.stop.abort(new Error(reason));
  }

  return {
    drafts: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(source, engines, archivePaths) {
      const paths = source.kind === 'archive' ? (archivePaths ?? []) : source.files.map(({ path }) => path);
      const { candidates, main } = findMainFiles(paths, engines);
      lastId += 1;
      drafts.set(lastId, {
        ...source,
        ...{ draftId: lastId, candidates, main, form: undefined, handing: { kind: 'form' } },
        totalBytes: source.files.reduce((sum, { blob }) => sum + blob.size, 0),
        // What is in an archive that cannot be read here RenderAPI may know.
        upload: {
          kind: 'waiting',
          isBlocked: main === undefined && (source.kind === 'files' || archivePaths !== undefined),
        },
      });
      changed();
      next();
    },
    chooseMain(draftId, main) {
      if (drafts.get(draftId)?.main === main) return;
      stop(draftId, 'another main file was chosen');
      change(draftId, { main, form: undefined, upload: { kind: 'waiting', isBlocked: false } });
      next();
    },
    fill(draftId, form) {
      change(draftId, { form });
    },
    pause(draftId) {
      const draft = drafts.get(draftId);
      if (draft?.upload.kind !== 'running' && draft?.upload.kind !== 'waiting') return;
      stop(draftId, 'paused');
      change(draftId, { upload: { kind: 'paused', progress: progressOf(draft) } });
    },
    resume(draftId) {
      const draft = drafts.get(draftId);
      if (draft?.upload.kind !== 'paused' && draft?.upload.kind !== 'failed') return;
      change(draftId, { upload: { kind: 'waiting', isBlocked: false, progress: progressOf(draft) } });
      next();
    },
    remove(draftId) {
      stop(draftId, 'removed');
      submissions.delete(draftId);
      keys.forget(draftId);
      drafts.delete(draftId);
      changed();
    },
    handOver(draftId, submission) {
      submissions.set(draftId, submission);
      change(draftId, { handing: { kind: 'queued' } });
      void send(draftId);
    },
    takeBack(draftId) {
      if (submissions.delete(draftId)) change(draftId, { handing: { kind: 'form' } });
    },
  };
}

/** The same while nothing is sent. */
function atRest(progress: ProjectProgress | undefined): ProjectProgress | undefined {
  return progress && { ...progress, bytesPerSecond: 0, etaMs: null };
}

/** How far a draft was told to be; undefined before anything was told. */
function progressOf({ upload }: Draft): ProjectProgress | undefined {
  return 'progress' in upload ? upload.progress : undefined;
}
