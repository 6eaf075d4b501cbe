import type { CatalogueEntry } from './entry.ts';

/** Refusals of the machine link: joining, connecting, and what machines fetch and upload. */
export const linkErrors = {
  'machine-unauthorized': {
    kind: 'unauthenticated',
    summary: 'The machine shows no credential, or one that RenderAPI does not know.',
    whatToDo: 'Join it with a new code: `renderonline machine pair`, then `renderonline node --join`.',
  },
  'machine-revoked': {
    kind: 'forbidden',
    summary: "The machine's credential was revoked.",
    whatToDo: 'Nothing, if that was meant; else join it again with a new code.',
  },
  'link-version-unknown': {
    kind: 'invalid',
    summary: 'HPCServer and RenderAPI have no version of the machine link in common.',
    whatToDo: 'Bring both to the same version of RenderOnline.',
  },
  'not-scheduling': {
    kind: 'unavailable',
    summary: 'This RenderAPI does not schedule at the moment, so machines have nothing to do here.',
    whatToDo: 'Nothing; machines try again by themselves, here or at the RenderAPI that does.',
  },
  'pairing-code-unknown': {
    kind: 'not-found',
    summary: 'There is no such pairing code.',
    whatToDo: 'Compare it with what `renderonline machine pair` printed, or make a new one.',
  },
  'pairing-code-used': {
    kind: 'conflict',
    summary: 'A machine has joined with this pairing code already.',
    whatToDo: 'Make a new one with `renderonline machine pair`; each is for one machine.',
  },
  'pairing-code-expired': {
    kind: 'conflict',
    summary: 'The pairing code is too old.',
    whatToDo: 'Make a new one with `renderonline machine pair`.',
  },
  'too-many-tries': {
    kind: 'unavailable',
    summary: 'Too many codes or tokens were tried.',
    whatToDo: 'Wait as long as Retry-After says, then try again with the right one.',
  },
  'project-not-readable': {
    kind: 'internal',
    summary: "A task's project is not where the database says, or cannot be read.",
    whatToDo:
      "Look whether the engine's download_path is there and has not been tidied; submit the task again.",
  },
  'output-name-invalid': {
    kind: 'invalid',
    summary: 'An output has a name that cannot be kept on every system.',
    whatToDo: 'Have the scene write names of letters, digits, dots, dashes and underscores.',
  },
  'output-corrupted': {
    kind: 'invalid',
    summary: 'The bytes of an output are not those that the machine announced.',
    whatToDo: 'Nothing; the machine sends it again. If it keeps happening, check its memory and network.',
  },
  'output-broken': {
    kind: 'invalid',
    summary: 'An image that a machine made is not whole.',
    whatToDo: 'Nothing; the frame is rendered again. If it keeps happening, look at the log of the attempt.',
  },
  'output-limit-reached': {
    kind: 'too-large',
    summary: 'A frame has more files than this farm accepts.',
    whatToDo: 'Have the scene write fewer files for each frame.',
  },
} as const satisfies Record<string, CatalogueEntry>;
