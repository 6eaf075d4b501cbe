import type { ProjectProgress } from '@renderonline/client/browser-uploads';
import type { Source } from '../dropping/group-files.ts';
import type { TaskForm } from '../form/task-form.ts';

/** How far the upload of a draft is. */
export type UploadState =
  /** `isBlocked`: not before the main file is chosen. `progress`: of before it stopped. */
  | {
      readonly kind: 'waiting';
      readonly isBlocked: boolean;
      readonly progress?: ProjectProgress | undefined;
    }
  | { readonly kind: 'running'; readonly hashedBytes: number; readonly progress: ProjectProgress | undefined }
  | { readonly kind: 'paused'; readonly progress: ProjectProgress | undefined }
  | {
      readonly kind: 'failed';
      readonly error: unknown;
      readonly progress?: ProjectProgress | undefined;
    }
  | { readonly kind: 'done'; readonly projectId: number };

/** Where a draft is on its way to being a task. */
export type HandingState =
  | { readonly kind: 'form' }
  /** Sent as soon as the upload is done. */
  | { readonly kind: 'queued' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'sent'; readonly taskId: number };

/** What is to become a task: files, and what is to be done with them. */
export interface Draft extends Source {
  readonly draftId: number;
  readonly totalBytes: number;
  /** Files that could be rendered; empty when none is known. */
  readonly candidates: readonly string[];
  readonly main: string | undefined;
  readonly form: TaskForm | undefined;
  readonly upload: UploadState;
  readonly handing: HandingState;
}

/** Whether something would be lost if the page were left. */
export function isUnderWay({ upload, handing }: Draft): boolean {
  if (handing.kind === 'sent') return false;
  return upload.kind === 'running' || upload.kind === 'paused' || handing.kind !== 'form';
}

/** From 0 to 1: how much of the draft RenderAPI has. */
export function shareOf({ totalBytes, upload }: Draft): number {
  if (upload.kind === 'done') return 1;
  const progress = 'progress' in upload ? upload.progress : undefined;
  if (progress === undefined || progress.phase === 'hashing' || totalBytes === 0) return 0;
  return Math.min(1, Math.max(0, 1 - (progress.missingBytes - progress.sentBytes) / totalBytes));
}
