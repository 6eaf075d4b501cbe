import type { Logger } from '@renderonline/runtime';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

/** A program that runs until it is told to end. */
export interface RunningProgram {
  readonly address: string;
  /** Resolves when it has to end by itself, with the reason. */
  readonly parted?: Promise<{ readonly code: string; readonly message: string }>;
  close(): Promise<void>;
}

const closeLimitMs = 30_000;

/** How the log is written: as JSON with `--json`, else as the logger sees fit for where it goes. */
export function logStyle({ json }: { readonly json?: boolean }): { readonly pretty?: false } {
  return json === true ? { pretty: false } : {};
}

/**
 * Starts a program, waits for a signal, and ends it.
 *
 * @param stop aborted when it is to end
 * @throws CliError (code 1, in one line) when it cannot start, or when ending takes longer than 30 s; with code
 *   3 when its farm has parted with it
 */
export async function runUntilStopped(
  stop: AbortSignal,
  log: Logger,
  start: () => Promise<RunningProgram>,
): Promise<void> {
  const program = await start().catch(asOneLine);
  const never = new Promise<never>(() => undefined);
  const parting = await Promise.race([aborted(stop), program.parted ?? never]);
  log.info('closing');
  await closeInTime(program);
  if (parting !== undefined) throw new CliError(exitCodes.credentials, parting.code, parting.message);
}

/**
 * Service managers know one code for "did not start", and a line fits their journals.
 *
 * @throws CliError always
 */
export async function asOneLine(error: unknown): Promise<never> {
  if (error instanceof CliError) throw error;
  const { errorInOneLine } = await import('@renderonline/runtime');
  const code = (error as { code?: unknown }).code;
  throw new CliError(
    exitCodes.failed,
    typeof code === 'string' ? code : 'not-started',
    errorInOneLine(error),
    { cause: error },
  );
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}

async function closeInTime(program: RunningProgram): Promise<void> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    limit.reject(
      new CliError(exitCodes.failed, 'close-timed-out', `Closing took longer than ${closeLimitMs / 1000} s.`),
    );
  }, closeLimitMs);
  try {
    await Promise.race([program.close(), limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
