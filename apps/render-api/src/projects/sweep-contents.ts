import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../scheduling/clock.ts';
import type { ProjectParts } from './create-project-parts.ts';

export interface ContentSweep {
  /** Nothing was added for so long, in ms. */
  readonly olderThanMs: number;
  readonly log: Logger;
}

/** How often uploads that were given up are looked for. */
const sweepIntervalMs = 3_600_000;

/**
 * Removes uploads that were given up long ago, and what killed programs left of contents.
 *
 * A folder that is away is not worth more than a line in the log.
 */
export async function sweepContents(
  { contents, shelf }: ProjectParts,
  { olderThanMs, log }: ContentSweep,
): Promise<void> {
  try {
    const uploads = await shelf.sweep({ olderThanMs });
    const leftovers = await contents.sweep({ olderThanMs });
    if (uploads + leftovers > 0) log.info({ uploads, leftovers }, 'uploads that were given up are removed');
  } catch (error) {
    log.warn({ err: error, contents: contents.description }, 'the leftovers of uploads could not be swept');
  }
}

/** Does so again and again. @returns ends it */
export function keepSweepingContents(
  parts: ProjectParts,
  { clock, ...sweep }: ContentSweep & { readonly clock: Pick<Clock, 'setTimer'> },
): () => void {
  let forget = clock.setTimer(sweepIntervalMs, again);
  function again(): void {
    forget = clock.setTimer(sweepIntervalMs, again);
    void sweepContents(parts, sweep);
  }
  return () => {
    forget();
  };
}
