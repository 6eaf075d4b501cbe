import type { CatalogueEntry } from './entry.ts';

/** Troubles of the database, and of what administrators write into it. */
export const databaseErrors = {
  'database-unreachable': {
    kind: 'unavailable',
    summary: 'The database does not answer, or refuses the user.',
    whatToDo: 'The connection string is that of RenderAPI.json, unless --database gives another.',
  },
  'database-server-too-old': {
    kind: 'unavailable',
    summary: 'The database server lacks what RenderOnline needs.',
    whatToDo: 'Upgrade it to MySQL 8 or MariaDB 10.6, or newer.',
  },
  'database-newer-than-program': {
    kind: 'conflict',
    summary: 'A newer version of RenderOnline has already upgraded this database.',
    whatToDo: 'Start the newer version, or go back to a backup of the database.',
  },
  'database-migration-failed': {
    kind: 'internal',
    summary: 'The database could not be created or upgraded.',
    whatToDo: 'Read the cause, put it right, and run `renderonline db migrate` again.',
  },
  'connection-string-invalid': {
    kind: 'invalid',
    summary: 'The connection string cannot be read.',
    whatToDo:
      'Write Data Source=path.db for SQLite, or Server=host;Port=3306;Database=renderonline;User Id=…;Password=…;' +
      'SslMode=Preferred for MySQL or MariaDB.',
  },
  'duplicate-email': {
    kind: 'conflict',
    summary: 'Another user has this e-mail address.',
    whatToDo: 'Use another address, or change the user who has it.',
  },
  'value-invalid': {
    kind: 'invalid',
    summary: 'A value to be stored is empty, too long, or outside of its range.',
    whatToDo: 'Correct the named value.',
  },
  'already-exists': {
    kind: 'conflict',
    summary: 'There already is one with this identifier or name.',
    whatToDo: 'Choose another, or change the one that exists.',
  },
  'still-in-use': {
    kind: 'conflict',
    summary: 'It cannot be removed while something else refers to it.',
    whatToDo: 'Remove or change what refers to it first.',
  },
  'user-not-found': {
    kind: 'not-found',
    summary: 'There is no such user.',
    whatToDo: 'Look the users up with `renderonline user list`.',
  },
  'last-admin': {
    kind: 'conflict',
    summary: 'Nobody would be left who administers the farm.',
    whatToDo: 'Make another user an admin first.',
  },
  'subscription-not-found': {
    kind: 'not-found',
    summary: 'There is no such subscription.',
    whatToDo: 'Look the subscriptions up with `renderonline subscription list`, or add one.',
  },
  'leadership-lost': {
    kind: 'unavailable',
    summary: 'Another RenderAPI on the same database schedules now.',
    whatToDo: 'Nothing; this one goes on answering requests and takes over when the other stops.',
  },
} as const satisfies Record<string, CatalogueEntry>;
