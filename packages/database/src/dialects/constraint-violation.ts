import { mysqlConstraintViolation } from './mysql/mysql-errors.ts';
import { sqliteConstraintViolation } from './sqlite/sqlite-errors.ts';

/** `foreign-key`: a parent that is not there, or one that is still needed; SQLite does not tell which. */
export type ConstraintViolation = 'unique' | 'foreign-key';

/** Which constraint a statement broke, on any dialect; undefined for every other error. */
export function constraintViolation(error: unknown): ConstraintViolation | undefined {
  return sqliteConstraintViolation(error) ?? mysqlConstraintViolation(error);
}
