import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type RefObject } from 'react';
import { useApi } from '../farm/api-provider.tsx';
import { useFarmEvents } from '../farm/farm-provider.tsx';
import type { ReportQuery, Stretch } from './report-range.ts';

/** What no event tells, which machines are there and how much waits, is written down once a minute. */
export const recordedEveryMs = 60_000;
/** Of a busy farm something is told all the time: reading its sums takes no more than this part of the time. */
const readingShare = 0.1;
const readAtMostEveryMs = 1000;

/**
 * What the farm did in a stretch of time: by time, of the user and engine that are asked for, and of each user and engine
 * for the whole of it. Read anew when tasks get on, and when how busy the farm is was written down.
 *
 * @param userId of one user alone
 */
export function useReport(stretch: Stretch, { userId, engineId }: Pick<ReportQuery, 'userId' | 'engineId'>) {
  const api = useApi();
  const tookMs = useRef(0);
  const { fromMs, toMs, bucket } = stretch;
  const from = new Date(fromMs).toISOString();
  const to = new Date(toMs).toISOString();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const byTime = useQuery({
    queryKey: ['statistics', 'time', from, to, bucket, userId, engineId],
    async queryFn({ signal }) {
      const beganMs = performance.now();
      try {
        const statistics = await api.statistics(
          {
            ...{ from, to, bucket, timeZone, by: 'time' },
            ...(userId === undefined ? {} : { userId }),
            ...(engineId === undefined ? {} : { engineId }),
          },
          { signal },
        );
        // It is shown until that of another stretch has come, as what it is.
        return { ...statistics, stretch };
      } finally {
        // Also of one that was given up for a newer one: that has more time then, and ends at last.
        tookMs.current = performance.now() - beganMs;
      }
    },
    refetchInterval: recordedEveryMs,
    placeholderData: keepPreviousData,
  });
  const byName = useQuery({
    queryKey: ['statistics', 'name', from, to],
    queryFn: ({ signal }) => api.statistics({ from, to, bucket: 'day', timeZone }, { signal }),
    refetchInterval: recordedEveryMs,
    placeholderData: keepPreviousData,
  });
  useReadingWithTasks(tookMs);
  return { byTime, byName };
}

/** Reads sums by time anew a moment after tasks got on, once for all that happens meanwhile. @param tookMs the last time */
function useReadingWithTasks(tookMs: RefObject<number>): void {
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useFarmEvents((event) => {
    if (event.name !== 'task' || timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        void queryClient.invalidateQueries({ queryKey: ['statistics', 'time'] });
      },
      Math.max(readAtMostEveryMs, tookMs.current / readingShare),
    );
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
