import { domainError } from '@renderonline/domain';
import type { ConstraintViolation } from '../constraint-violation.ts';

/** SQLite's result codes (https://www.sqlite.org/rescode.html); the low byte is the primary one. */
const resultCodes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  full: 13,
  constraintForeignKey: 787,
  // A foreign key ON DELETE RESTRICT is enforced by a trigger of SQLite's own; there are no others here.
  constraintTrigger: 1811,
  constraintPrimaryKey: 1555,
  constraintUnique: 2067,
};

function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined;
}

/** Another connection holds the lock: the same statement may work a moment later. */
export function isSqliteBusy(error: unknown): boolean {
  const primary = (resultCodeOf(error) ?? 0) & 0xff;
  return primary === resultCodes.busy || primary === resultCodes.locked;
}

/** Turns what people must act upon into a DomainError; leaves everything else as it is. */
export function translateSqliteError(error: unknown): unknown {
  const primary = (resultCodeOf(error) ?? 0) & 0xff;
  if (primary === resultCodes.full) {
    return domainError('disk-full', 'The disk that holds the database is full. Free some space.', {}, error);
  }
  if (primary === resultCodes.readOnly) {
    return domainError(
      'database-unreachable',
      'The database file or its folder may not be written. Give this user the right to write both.',
      {},
      error,
    );
  }
  if (primary === resultCodes.busy || primary === resultCodes.locked) {
    return domainError(
      'database-unreachable',
      'Another program has kept the database file locked. End it, or wait until it is done.',
      {},
      error,
    );
  }
  return error;
}

/** Which constraint an INSERT, UPDATE or DELETE broke, if that is what the error says. */
export function sqliteConstraintViolation(error: unknown): ConstraintViolation | undefined {
  const code = resultCodeOf(error);
  if (code === resultCodes.constraintForeignKey || code === resultCodes.constraintTrigger)
    return 'foreign-key';
  const isUnique = code === resultCodes.constraintPrimaryKey || code === resultCodes.constraintUnique;
  return isUnique ? 'unique' : undefined;
}
