import type { Logger } from '../logging/create-logger.ts';

export interface ShutdownOptions {
  /** Ends everything in order; called once. */
  readonly close: () => Promise<void>;
  readonly log: Logger;
  /** When `close` takes longer than this the process ends all the same. */
  readonly limitMs: number;
}

/**
 * Ends the program on SIGINT, SIGTERM or SIGHUP in two stages: the first signal closes gracefully,
 * a second one (or the limit) ends it at once. Exit code 0 after a clean close, else 1.
 *
 * @returns a function that forgets the signals again
 */
export function closeOnSignals({ close, log, limitMs }: ShutdownOptions): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let isClosing = false;

  function endNow(reason: string): never {
    log.error(`${reason}: ending at once`);
    process.exit(1);
  }

  async function closeGracefully(signal: string): Promise<void> {
    log.info({ signal }, 'closing');
    const limit = setTimeout(() => endNow(`Closing took longer than ${limitMs / 1000} s`), limitMs);
    limit.unref();
    try {
      await close();
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'closing failed');
      process.exit(1);
    }
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (isClosing) endNow(`Second signal (${signal})`);
    isClosing = true;
    void closeGracefully(signal);
  }

  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
