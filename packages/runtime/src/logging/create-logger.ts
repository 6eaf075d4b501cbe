import { createRequire } from 'node:module';
import { pino, stdSerializers } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type pretty from 'pino-pretty';

export type { Logger } from 'pino';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  /** Which program speaks: `render-api`, `hpc-server`, `cli`. */
  readonly name: string;
  readonly level?: LogLevel;
  /** Coloured lines for people; by default only when standard error is a terminal. */
  readonly pretty?: boolean;
  /** Where lines go; standard error by default, so that standard output stays a program's result. */
  readonly destination?: DestinationStream;
}

/** Whatever is logged, these never are: credentials of users and nodes, and statements that may hold them. */
const secrets = [
  'token',
  '*.token',
  'headers.token',
  'headers.authorization',
  'headers.cookie',
  'req.headers.token',
  'req.headers.authorization',
  'req.headers.cookie',
  'password',
  '*.password',
  'err.sql',
];

/** A pino logger that writes JSON lines (pretty ones on a terminal) and never a token. */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    redact: { paths: secrets, censor: '[hidden]' },
    serializers: { err: stdSerializers.err },
  };
  if (options.pretty ?? (options.destination === undefined && process.stderr.isTTY)) {
    return pino(
      settings,
      loadPretty()({
        destination: options.destination ?? 2,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
      }),
    );
  }
  return pino(settings, options.destination ?? pino.destination({ dest: 2, sync: true }));
}

/** For people who look on; a service does without its 3 MiB. */
function loadPretty(): typeof pretty {
  return createRequire(import.meta.url)('pino-pretty') as typeof pretty;
}
