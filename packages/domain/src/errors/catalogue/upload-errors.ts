import type { CatalogueEntry } from './entry.ts';

/** Resumable uploads of the contents of projects. */
export const uploadErrors = {
  'upload-not-found': {
    kind: 'not-found',
    summary: 'The user has no such upload: it is done, was given up, or has expired.',
    whatToDo: 'Create the upload anew; what has arrived whole is not asked for again.',
  },
  'open-uploads-limit': {
    kind: 'quota',
    summary: 'The user has begun as many uploads, or uploads of as many bytes, as one may.',
    whatToDo:
      'Finish those that are under way, or give them up (DELETE); unfinished ones expire by themselves.',
  },
  'upload-locked': {
    kind: 'conflict',
    summary: 'Another request is sending bytes of this upload.',
    whatToDo: 'Wait for it to end, ask how far the upload is, and go on from there.',
  },
  'upload-offset-wrong': {
    kind: 'conflict',
    summary: 'The bytes do not begin where the upload has got to.',
    whatToDo: 'Ask how far the upload is (HEAD), and go on from there.',
  },
  'tus-version-unknown': {
    kind: 'invalid',
    summary: 'The request speaks another version of tus than 1.0.0.',
    whatToDo: 'Send the header Tus-Resumable: 1.0.0.',
  },
} as const satisfies Record<string, CatalogueEntry>;
