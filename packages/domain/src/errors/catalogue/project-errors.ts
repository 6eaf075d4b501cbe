import type { CatalogueEntry } from './entry.ts';

/** Projects of many files, and the contents that they are made of. */
export const projectErrors = {
  'project-path-invalid': {
    kind: 'invalid',
    summary: 'A file of the project has a path that cannot be kept on every system.',
    whatToDo: 'Rename the file or its folder, and let the scene refer to the new name.',
  },
  'project-paths-clash': {
    kind: 'invalid',
    summary: 'Two files of the project would be one on some system, or a file is also a folder.',
    whatToDo: 'Rename one of the two, or leave it out.',
  },
  'project-too-large': {
    kind: 'too-large',
    summary: 'The project has more files, or more bytes, than this farm accepts.',
    whatToDo: 'Leave out what the scene does not need, or have the limit raised in RenderAPI.json.',
  },
  'manifest-invalid': {
    kind: 'invalid',
    summary: 'The list of files of a project has sizes or hashes that cannot be.',
    whatToDo: 'Make the list again from the files as they are now.',
  },
  'main-file-missing': {
    kind: 'invalid',
    summary: 'The file that the engine is to open is not among those of the project.',
    whatToDo: 'Name a main file by its path in the project, or add it.',
  },
  'main-file-ambiguous': {
    kind: 'invalid',
    summary: 'Several files of the project could be the one that the engine is to open.',
    whatToDo: 'Name one of them as the main file.',
  },
  'archive-invalid': {
    kind: 'invalid',
    summary: 'The archive is no ZIP file, or is damaged.',
    whatToDo: 'Pack the project again, as a plain ZIP file.',
  },
  'archive-entry-refused': {
    kind: 'invalid',
    summary: 'The archive has an entry that is no plain file: a link, a device, or encrypted.',
    whatToDo: 'Leave it out, or pack what it stands for as a plain file.',
  },
  'archive-bomb': {
    kind: 'too-large',
    summary: 'The archive would become far larger when unpacked than it, or what it says, suggests.',
    whatToDo: 'Upload the files by themselves instead of packed.',
  },
  'content-not-found': {
    kind: 'not-found',
    summary: 'The farm does not have a content with this hash.',
    whatToDo: 'Upload the file again.',
  },
  'content-corrupted': {
    kind: 'invalid',
    summary: 'The bytes that arrived do not have the hash, or the size, that was announced.',
    whatToDo: 'Send the file again; it may have been changed while it was read.',
  },
  'content-damaged': {
    kind: 'not-found',
    summary: 'What the farm kept of a content has other bytes by now, and was put aside.',
    whatToDo:
      'Upload the file again; an administrator looks at the disk, and into .damaged among the contents.',
  },
  'project-not-found': {
    kind: 'not-found',
    summary: 'The user has no project with this identifier, or it was deleted.',
    whatToDo: 'Ask for the project again with the list of its files.',
  },
  'project-limit': {
    kind: 'quota',
    summary: 'The user has as many projects as one may.',
    whatToDo: 'Delete some of them; tasks that have ended do not need theirs.',
  },
  'project-incomplete': {
    kind: 'conflict',
    summary: 'Files of the project were not uploaded yet.',
    whatToDo: 'Ask for the project again: the answer says what is missing. Upload that.',
  },
  'project-in-use': {
    kind: 'conflict',
    summary: 'A task that has not ended is made of the project.',
    whatToDo: 'Wait for the task to end, or cancel it.',
  },
  'object-storage-unavailable': {
    kind: 'unavailable',
    summary: 'The object storage that keeps the contents of projects does not answer, or refuses.',
    whatToDo: 'Try again; an administrator checks its address, its bucket and the credentials.',
  },
} as const satisfies Record<string, CatalogueEntry>;
