import { DomainError, formatRanges, parseRanges } from '@renderonline/domain';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

/**
 * Frames as a person wrote them, in the shortest words; `failed` is left as it is where it is allowed.
 *
 * @throws CliError when they cannot be read
 */
export function framesAsked(text: string, { allowsFailed }: { readonly allowsFailed: boolean }): string {
  const wanted = text.trim();
  if (allowsFailed && wanted.toLowerCase() === 'failed') return 'failed';
  const next = allowsFailed
    ? 'Write `failed`, or frames like 7 or 7,9-12.'
    : 'Write frames like 101-150 or 7,9-12.';
  try {
    const ranges = parseRanges(wanted);
    if (ranges.length > 0) return formatRanges(ranges);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new CliError(exitCodes.usage, 'frame-range-invalid', error.message, { next, cause: error });
  }
  throw new CliError(exitCodes.usage, 'frame-range-invalid', 'No frame was named.', { next });
}
