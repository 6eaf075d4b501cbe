import type { CatalogueEntry } from './entry.ts';

/** Refusals of a submission: its parts, its arguments, its project file. */
export const submissionErrors = {
  'no-file': {
    kind: 'invalid',
    summary: 'The submission is not multipart/form-data, or holds no file.',
    whatToDo: 'Send one project file as a part of a multipart/form-data request.',
  },
  'request-part-missing': {
    kind: 'invalid',
    summary: 'The submission has no part named request.',
    whatToDo: 'Send the engine and the arguments as JSON in a part named request.',
  },
  'enqueue-request-invalid': {
    kind: 'invalid',
    summary: 'The request part is not the JSON that a submission needs.',
    whatToDo: 'Send an EngineId and a list of Arguments, each with an ArgTypeId and a Value.',
  },
  'too-many-files': {
    kind: 'invalid',
    summary: 'The submission holds more than one file.',
    whatToDo: 'Pack everything that the scene needs into one file.',
  },
  'queue-limit-reached': {
    kind: 'quota',
    summary: 'The user has as many tasks in the queue as the subscription allows.',
    whatToDo: 'Wait for a task to end, cancel one, or ask for a subscription with a higher queue limit.',
  },
  'engine-not-found': {
    kind: 'not-found',
    summary: 'No engine has this identifier.',
    whatToDo: 'Look the engines up with `renderonline engine list`, or add one.',
  },
  'extension-mismatch': {
    kind: 'invalid',
    summary: "The file's extension is not the one that the engine opens.",
    whatToDo: 'Send a file of the engine, or choose the engine that opens this file.',
  },
  'argument-type-unknown': {
    kind: 'invalid',
    summary: 'An argument names an argument type that does not exist.',
    whatToDo: 'Look the argument types up with `renderonline argtype list`, or add one.',
  },
  'argument-type-not-found': {
    kind: 'not-found',
    summary: 'There is no such argument type.',
    whatToDo: 'Look the argument types up with `renderonline argtype list`.',
  },
  'argument-type-invalid': {
    kind: 'internal',
    summary: 'An argument type has a type or a regular expression that RenderOnline does not know.',
    whatToDo: 'An administrator corrects it with `renderonline argtype set`.',
  },
  'argument-value-invalid': {
    kind: 'invalid',
    summary: 'The value of an argument is not of its type, or could be taken for an option.',
    whatToDo: 'Correct the value; docs/templates.md lists what each type accepts.',
  },
  'placeholder-without-value': {
    kind: 'invalid',
    summary: "The engine's argument template has a placeholder for which no value was sent.",
    whatToDo: 'Send the named argument; if no such argument type exists, an administrator adds it.',
  },
  'template-invalid': {
    kind: 'invalid',
    summary: "The engine's argument template cannot be read.",
    whatToDo: 'An administrator corrects it with `renderonline engine set`; docs/templates.md has the rules.',
  },
  'frame-range-invalid': {
    kind: 'invalid',
    summary: 'The frames asked for are not whole numbers, run backwards, or are too many.',
    whatToDo: 'Ask for a first frame that is not after the last one, and split very long animations.',
  },
  'dependency-not-found': {
    kind: 'not-found',
    summary: 'The user has no task with this identifier for the new one to wait for.',
    whatToDo: 'Look the tasks up with `renderonline tasks`; a task can wait for older ones alone.',
  },
  'dependency-ended': {
    kind: 'conflict',
    summary: 'The task that the new one was to wait for failed or was canceled.',
    whatToDo: 'Ask for its frames again with `renderonline requeue`, then submit; or submit without it.',
  },
  'too-many-steps': {
    kind: 'quota',
    summary: 'As many tasks as may take the frames of one task wait for them or render them already.',
    whatToDo: 'Wait for one of them to end, or cancel one.',
  },
  'scripts-not-allowed': {
    kind: 'forbidden',
    summary: 'The task asks to run scripts embedded in its scene, and the farm does not allow that.',
    whatToDo: 'Submit without scripts; an administrator can set AllowScripts in RenderAPI.json.',
  },
  'file-name-invalid': {
    kind: 'invalid',
    summary: 'Nothing of the file name is left once its folders and forbidden characters are gone.',
    whatToDo: 'Name the file, for example scene.blend.',
  },
  'upload-too-large': {
    kind: 'too-large',
    summary: 'The file is larger than this farm accepts.',
    whatToDo: 'Make the project smaller, or have the limit raised in RenderAPI.json.',
  },
  'upload-timed-out': {
    kind: 'invalid',
    summary: 'The upload stood still for too long, and was given up.',
    whatToDo: 'Check the connection and submit again.',
  },
  'upload-incomplete': {
    kind: 'invalid',
    summary: 'The connection ended before the whole file had arrived.',
    whatToDo: 'Submit again; nothing of the first try was kept.',
  },
  'task-template-not-found': {
    kind: 'not-found',
    summary: 'The user has no such template, and nobody shares it.',
    whatToDo: 'Look the templates up with `renderonline template list`.',
  },
  'task-template-limit-reached': {
    kind: 'quota',
    summary: 'The user has as many templates as anybody may have.',
    whatToDo: 'Delete one that is not needed any more, or change one.',
  },
  'task-template-outdated': {
    kind: 'conflict',
    summary: 'The template holds a submission that this version does not understand.',
    whatToDo: 'Save it anew, or delete it.',
  },
} as const satisfies Record<string, CatalogueEntry>;
