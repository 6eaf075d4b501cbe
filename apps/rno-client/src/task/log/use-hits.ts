import type { LogMatch } from '@renderonline/contract';
import type { KeyboardEvent } from 'react';
import { useSearchParams } from 'wouter';
import { withValue } from '../task-address.ts';
import { hitBeside, placeOf, readHit, writeHit, type Hit } from './hits.ts';
import { useFoundLines, type FoundLinesQuery } from './use-found-lines.ts';

export interface Hits {
  readonly found: FoundLinesQuery;
  /** The one that the address names; undefined while the list of all is shown. */
  readonly hit: Hit | undefined;
  /** The same, as soon as it is found. */
  readonly match: LogMatch | undefined;
  readonly step: (by: 1 | -1) => void;
  /** Enter leads to the next, with Shift to the one before. */
  readonly stepByKey: (event: KeyboardEvent) => void;
}

/**
 * What was found in a task's log, and at which of it one is.
 *
 * @param text what is searched for; empty while somebody has only begun to type
 */
export function useHits(taskId: number, attemptId: number | undefined, text: string): Hits {
  const [search, setSearch] = useSearchParams();
  const hit = text === '' ? undefined : readHit(search.get('hit'));
  const found = useFoundLines(taskId, attemptId, text, hit);
  const { matches, hasMore, findMore } = found;
  const go = async (by: 1 | -1): Promise<void> => {
    let next = hitBeside(matches, hit, by, hasMore);
    if (next === 'more') next = hitBeside(await findMore(), hit, by, false);
    if (next === undefined || next === 'more') return;
    const address = writeHit(next);
    setSearch((before) => withValue(before, 'hit', address), { replace: true });
  };
  const step = (by: 1 | -1): void => void go(by);
  return {
    ...{ found, hit, step, match: matches[placeOf(matches, hit)] },
    stepByKey(event) {
      if (event.key !== 'Enter' || text === '' || event.nativeEvent.isComposing) return;
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    },
  };
}
