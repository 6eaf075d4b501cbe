import type { CatalogueEntry } from './entry.ts';

/** Refusals about tasks, their frames and their results. */
export const taskErrors = {
  'task-not-found': {
    kind: 'not-found',
    summary: 'The user has no task with this identifier.',
    whatToDo: 'Look the tasks up with `renderonline tasks`.',
  },
  'frame-not-found': {
    kind: 'not-found',
    summary: 'The task has no such frame.',
    whatToDo: 'Ask for frames that it has, or add the frame with `renderonline add-frames`.',
  },
  'task-not-queued': {
    kind: 'conflict',
    summary: 'The task has already ended, so it cannot be taken out of the queue.',
    whatToDo: 'It needs no canceling; delete it if it is not wanted any more.',
  },
  'state-transition-invalid': {
    kind: 'conflict',
    summary: 'What was asked for cannot happen in the state that the task, frame or lease is in.',
    whatToDo: 'Look at the state again; docs/states.md shows what can follow.',
  },
  'no-results': {
    kind: 'not-found',
    summary: 'The task has not produced any file.',
    whatToDo: 'Wait for its first frame; if it failed, its attempts say why.',
  },
  'results-expired': {
    kind: 'not-found',
    summary: 'The results of the task were kept as long as the farm or the subscription keeps them.',
    whatToDo:
      'Ask for the frames again with `renderonline requeue`; an administrator can have results kept longer.',
  },
  'output-not-found': {
    kind: 'not-found',
    summary: 'The task has no such file.',
    whatToDo: "List the task's files first.",
  },
  'thumbnail-format-unknown': {
    kind: 'invalid',
    summary: 'The file is not an image of which thumbnails are made.',
    whatToDo: 'Ask for thumbnails of PNG, JPEG, TIFF, WebP and EXR; download the others.',
  },
  'thumbnail-failed': {
    kind: 'invalid',
    summary: 'The image is damaged, or takes more memory or time than a thumbnail may cost.',
    whatToDo: 'Download the image itself and look whether it is whole.',
  },
  'thumbnail-program-missing': {
    kind: 'internal',
    summary: "The program that thumbnails of this format need is not on RenderAPI's computer.",
    whatToDo: 'Install it there; the message has the line that does it.',
  },
  'range-not-satisfiable': {
    kind: 'invalid',
    summary: 'The part of the file that was asked for lies outside the file.',
    whatToDo: 'Start the download again from the beginning.',
  },
  'step-input-missing': {
    kind: 'conflict',
    summary: 'The task whose frames this one takes was deleted, or has none that could be taken.',
    whatToDo: 'Look at the outputs of that task; ask for its frames again, then for those of this one.',
  },
  'video-engine-missing': {
    kind: 'unavailable',
    summary: 'The farm has no engine that makes videos of frames.',
    whatToDo: 'An administrator adds it with `renderonline engine add --preset ffmpeg-frames`.',
  },
  'render-not-stopped': {
    kind: 'unavailable',
    summary: 'The machine did not confirm in time that the render has ended.',
    whatToDo: 'Try again; the task itself is canceled, and the machine is told again.',
  },
  'attempt-not-found': {
    kind: 'not-found',
    summary: 'The task has no such attempt.',
    whatToDo: 'List its attempts: `renderonline tasks` with the number of the task.',
  },
} as const satisfies Record<string, CatalogueEntry>;
