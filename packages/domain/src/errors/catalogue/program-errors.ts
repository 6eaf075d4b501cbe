import type { CatalogueEntry } from './entry.ts';

/** Troubles of a program with the computer it runs on: configuration, ports, disks, connections. */
export const programErrors = {
  'configuration-invalid': {
    kind: 'invalid',
    summary: 'The configuration has an unknown key, or a value that makes no sense.',
    whatToDo: 'Correct the named key or file.',
  },
  'configuration-not-found': {
    kind: 'not-found',
    summary: 'The configuration file is not there or cannot be read.',
    whatToDo: 'Check the path given with --config, and who may read the file.',
  },
  'folder-in-use': {
    kind: 'conflict',
    summary: 'Another HPCServer that is running uses the data folder.',
    whatToDo: 'End it, or give this one another DataDirectory.',
  },
  'membership-invalid': {
    kind: 'invalid',
    summary: 'The file with the credential of a machine that joined a farm cannot be read.',
    whatToDo: 'Remove it and join again with a new code from `renderonline machine pair`.',
  },
  'certificate-invalid': {
    kind: 'invalid',
    summary: 'The certificate or its key cannot be read, or they do not belong together.',
    whatToDo: 'Check FullchainPemPath and PrivPemPath under Certificate in RenderAPI.json.',
  },
  'port-taken': {
    kind: 'unavailable',
    summary: 'Another program listens on the port.',
    whatToDo: 'Stop the other program, or choose another port.',
  },
  'disk-full': {
    kind: 'insufficient-storage',
    summary: 'There is not enough room on the disk.',
    whatToDo: 'Make room on the named disk, for example by deleting old tasks.',
  },
  'folder-not-writable': {
    kind: 'internal',
    summary: 'RenderOnline may not write into a folder that it needs.',
    whatToDo: 'Give the user that the program runs as the right to write there, or name another folder.',
  },
  'engine-program-missing': {
    kind: 'unavailable',
    summary: 'The renderer is not installed on this computer.',
    whatToDo: 'Install it, or say where it is.',
  },
  'credentials-missing': {
    kind: 'unauthenticated',
    summary: 'The command needs an address, an e-mail and a token, and does not have all of them.',
    whatToDo:
      'Give --address, --email and --token, set RENDERONLINE_ADDRESS, _EMAIL and _TOKEN, or keep a profile.',
  },
  'api-unreachable': {
    kind: 'unavailable',
    summary: 'No RenderAPI answers at the address.',
    whatToDo: 'Check the address, and that RenderAPI runs there.',
  },
} as const satisfies Record<string, CatalogueEntry>;
