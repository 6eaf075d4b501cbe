import { setImmediate as letOthersGo } from 'node:timers/promises';
import type { StatisticsRange } from '@renderonline/database';
import { domainError, isDomainError } from '@renderonline/domain';

const hourMs = 3_600_000;

/** Of as many rows as statistics look at in one go each. */
export const mostParts = 160;

/**
 * Adds up a range: whole where that is little enough to be done in one go, else half by half, so that a farm that does
 * much can be asked as well and others are answered in between. Halves meet at full hours of UTC.
 *
 * @param sumPart adds up a part of the range; it throws 'statistics-too-large' before it has added anything
 * @throws DomainError 'statistics-too-large' when an hour has too much in it, or there are more than `mostParts`
 */
export async function inParts(
  range: StatisticsRange,
  sumPart: (part: StatisticsRange) => Promise<void>,
): Promise<void> {
  const waiting: StatisticsRange[] = [range];
  for (let part = waiting.pop(), done = 0; part !== undefined; part = waiting.pop()) {
    if (done + waiting.length >= mostParts) {
      throw domainError('statistics-too-large', 'More happened in this time than one answer can be made of.');
    }
    try {
      await sumPart(part);
      done += 1;
      // SQLite's answers come at once, and would leave nobody else a turn.
      if (waiting.length > 0) await letOthersGo();
    } catch (error) {
      const middleMs = Math.floor((part.fromMs + part.toMs) / 2 / hourMs) * hourMs;
      if (!isDomainError(error, 'statistics-too-large') || middleMs <= part.fromMs) throw error;
      waiting.push({ ...part, fromMs: middleMs }, { ...part, toMs: middleMs });
    }
  }
}
