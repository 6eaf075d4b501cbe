import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LogMatch } from '@renderonline/contract';
import { useApi } from '../../farm/api-provider.tsx';
import { placeOf, type Hit } from './hits.ts';

const pageSize = 100;
/** Lines around each, for those that the log does not go back to. */
const context = 10;
/** A hit of an address is looked for in so many pages. */
const mostPages = 20;

export interface FoundLinesQuery {
  readonly text: string;
  readonly matches: readonly LogMatch[];
  /** Whether more can be found than those. */
  readonly hasMore: boolean;
  readonly isSearching: boolean;
  readonly error: Error | null;
  /** @returns all that are known then */
  readonly findMore: () => Promise<readonly LogMatch[]>;
  readonly retry: () => unknown;
}

/**
 * Lines with a text in them, of all that was kept.
 *
 * @param text empty while somebody has only begun to type
 * @param hit is looked for until it is found
 */
export function useFoundLines(
  taskId: number,
  attemptId: number | undefined,
  text: string,
  hit: Hit | undefined,
): FoundLinesQuery {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ['found-lines', taskId, attemptId, text],
    queryFn: ({ signal, pageParam }) =>
      api.searchLogs(
        taskId,
        {
          ...{ search: text, limit: pageSize, context },
          ...(attemptId === undefined ? {} : { attempt: attemptId }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: text !== '',
  });
  const { data, error, fetchNextPage, hasNextPage, isFetching } = query;
  const matches = data?.pages.flatMap((page) => page.matches) ?? [];
  const isMissing = hit !== undefined && data !== undefined && placeOf(matches, hit) < 0;
  // After a failure somebody else has to ask for more.
  const isIdle = !isFetching && error === null;
  const looksFurther = isMissing && hasNextPage && isIdle && data.pages.length < mostPages;
  useEffect(() => {
    if (looksFurther) void fetchNextPage();
  }, [looksFurther, fetchNextPage]);
  return {
    ...{ text, matches, hasMore: hasNextPage, error, retry: query.refetch },
    isSearching: isFetching || text === '',
    findMore: async () => {
      const { data: now } = await fetchNextPage();
      return now?.pages.flatMap((page) => page.matches) ?? [];
    },
  };
}
