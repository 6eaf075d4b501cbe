import { domainError } from '@renderonline/domain';
import type { ConstraintViolation } from '../constraint-violation.ts';

/** Error numbers that MySQL 8 and MariaDB share. */
const errorNumbers = {
  diskFull: 1021,
  // MariaDB with innodb_snapshot_isolation: the row changed since this transaction first read.
  changedSinceRead: 1020,
  tooManyConnections: 1040,
  databaseAccessDenied: 1044,
  accessDenied: 1045,
  unknownDatabase: 1049,
  serverShutdown: 1053,
  duplicateEntry: 1062,
  tableFull: 1114,
  lockWaitTimeout: 1205,
  deadlock: 1213,
  noReferencedRow: 1452,
  rowIsReferenced: 1451,
  // MySQL 8.0.15 to users who are not its root: the same two, without the names of table and constraint.
  noReferencedRowUnnamed: 1216,
  rowIsReferencedUnnamed: 1217,
  connectionKilled: 1927,
};

/** The driver's and Node's own words for a connection that is not there (any more). */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EACCES',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

function numberOf(error: unknown): number {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The transaction was rolled back by no fault of its own: the whole of it may be run again. */
export function isMysqlTransient(error: unknown): boolean {
  const number = numberOf(error);
  return (
    number === errorNumbers.deadlock ||
    number === errorNumbers.lockWaitTimeout ||
    number === errorNumbers.changedSinceRead
  );
}

export function isUnknownDatabase(error: unknown): boolean {
  return numberOf(error) === errorNumbers.unknownDatabase;
}

/** The connection had ended before the query: the driver's error for that has neither code nor number. */
function isOfClosedConnection(error: unknown): boolean {
  return error instanceof Error && 'fatal' in error && error.fatal === true && codeOf(error) === '';
}

/** The server was asked for TLS and has none. */
export function isWithoutTls(error: unknown): boolean {
  return codeOf(error) === 'HANDSHAKE_NO_SSL_SUPPORT';
}

/**
 * Turns what people must act upon into a DomainError; leaves everything else as it is.
 *
 * @param place the server and database for people, without a password.
 */
export function translateMysqlError(error: unknown, place: string): unknown {
  const advice = adviceFor(error);
  if (advice === undefined) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = advice.isDiskFull ? 'disk-full' : 'database-unreachable';
  return domainError(code, `${place}: ${reason === '' ? codeOf(error) : reason}. ${advice.text}`, {}, error);
}

function adviceFor(error: unknown): { text: string; isDiskFull?: true } | undefined {
  switch (numberOf(error)) {
    case errorNumbers.accessDenied:
      return { text: "Check 'User Id' and 'Password' of the connection string." };
    case errorNumbers.databaseAccessDenied:
      return { text: 'Give the user its rights: GRANT ALL ON <database>.* TO <user>.' };
    case errorNumbers.unknownDatabase:
      return { text: 'Create it: CREATE DATABASE <database>; or run renderonline db migrate.' };
    case errorNumbers.tooManyConnections:
      return { text: 'End other programs that hold connections, or raise max_connections.' };
    case errorNumbers.diskFull:
    case errorNumbers.tableFull:
      return { text: "Free some space on the database server's disk.", isDiskFull: true };
    case errorNumbers.serverShutdown:
    case errorNumbers.connectionKilled:
      return { text: 'The server is going down; start it again.' };
    default:
      if (codeOf(error) === 'HANDSHAKE_SSL_ERROR') {
        return { text: 'Check the certificate of the server, and SslMode of the connection string.' };
      }
      return connectionCodes.has(codeOf(error)) || isOfClosedConnection(error)
        ? { text: "Check that the server runs, and 'Server' and 'Port' of the connection string." }
        : undefined;
  }
}

/** Which constraint an INSERT, UPDATE or DELETE broke, if that is what the error says. */
export function mysqlConstraintViolation(error: unknown): ConstraintViolation | undefined {
  switch (numberOf(error)) {
    case errorNumbers.duplicateEntry:
      return 'unique';
    case errorNumbers.noReferencedRow:
    case errorNumbers.rowIsReferenced:
    case errorNumbers.noReferencedRowUnnamed:
    case errorNumbers.rowIsReferencedUnnamed:
      return 'foreign-key';
    default:
      return undefined;
  }
}
