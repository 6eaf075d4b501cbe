import { domainError } from '../errors/domain-error.ts';
import { deviceName, maxFileNameBytes, utf8Bytes } from '../tasks/file-name.ts';
import { quotedPath, shortPath } from './quoted-path.ts';

/** Of a whole path, in UTF-8 bytes: folders that it is put into have paths as well. */
const maxPathBytes = 1024;

/** Folders in folders; nothing of ours looks deeper. */
const maxPathDepth = 32;

/** One rule: a word for programs, when it is broken, and what to say after the path. */
type Rule = readonly [reason: string, isBroken: (text: string) => boolean, complaint: string];

/** In this order: the first that is broken says best what is wrong. */
const rulesOfPaths: readonly Rule[] = [
  ['empty', (path) => path === '', 'is no path. Name every file.'],
  [
    'path-too-long',
    (path) => path.length > maxPathBytes || utf8Bytes(path) > maxPathBytes,
    `is longer than ${maxPathBytes} bytes. Use shorter names or fewer folders.`,
  ],
  ['not-unicode', (path) => !path.isWellFormed(), 'is not valid Unicode. Rename it.'],
  [
    'drive-letter',
    (path) => /^[a-z]:/i.test(path),
    'begins with a drive letter. Paths start at the project.',
  ],
  ['absolute', (path) => /^[/\\]/.test(path), 'is an absolute path. Paths start at the project.'],
  ['backslash', (path) => path.includes('\\'), 'has a backslash. Folders end with a slash (/).'],
  [
    'not-composed',
    (path) => path.normalize('NFC') !== path,
    "is not in Unicode's composed form (NFC). Names with accents are written in that form.",
  ],
  [
    'too-deep',
    (path) => path.split('/').length - 1 > maxPathDepth,
    `lies more than ${maxPathDepth} folders deep. Use fewer folders.`,
  ],
];

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const rulesOfNames: readonly Rule[] = [
  ['empty-name', (name) => name === '', 'has a folder or file without a name. Leave out the extra slash.'],
  ['leads-outside', (name) => name === '..', 'leads out of its folder (..). Paths stay in the project.'],
  ['dot-name', (name) => name === '.', 'has a folder named ".". Leave it out.'],
  ['control-character', (name) => controlCharacters.test(name), 'has a control character. Rename it.'],
  [
    'forbidden-character',
    (name) => /[<>:"|?*]/.test(name),
    'has one of the characters < > : " | ? *, which Windows does not allow. Rename it.',
  ],
  [
    'trailing-dot',
    (name) => name.endsWith('.'),
    'has a name that ends in a dot, which Windows drops. Rename it.',
  ],
  [
    'trailing-space',
    (name) => /\s$/u.test(name),
    'has a name that ends in a space, which Windows drops. Rename it.',
  ],
  [
    'reserved-name',
    (name) => deviceName.test(name),
    'has a name that Windows reserves for a device (such as CON, NUL, COM1). Rename it.',
  ],
  [
    'name-too-long',
    (name) => utf8Bytes(name) > maxFileNameBytes,
    `has a name of more than ${maxFileNameBytes} bytes. Shorten it.`,
  ],
];

/**
 * Whether a file of a project can have this path on Windows, macOS and Linux alike, and stays inside its folder
 * there: relative, `/`-separated, NFC.
 *
 * @throws DomainError `project-path-invalid`, with the path and a `reason` in its details
 */
export function checkProjectPath(path: string): void {
  const ofPath = rulesOfPaths.find(([, isBroken]) => isBroken(path));
  if (ofPath !== undefined) throw refusal(path, ofPath);
  for (const name of path.split('/')) {
    const ofName = rulesOfNames.find(([, isBroken]) => isBroken(name));
    if (ofName !== undefined) throw refusal(path, ofName);
  }
}

function refusal(path: string, [reason, , complaint]: Rule): Error {
  return domainError('project-path-invalid', `${quotedPath(path)} ${complaint}`, {
    path: shortPath(path),
    reason,
  });
}
