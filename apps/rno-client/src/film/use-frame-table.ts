import type { Api } from '@renderonline/client/browser';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FramesChange } from '@renderonline/contract';
import { useEffect, useRef } from 'react';
import { useApi } from '../farm/api-provider.tsx';
import { useFarmEvents } from '../farm/farm-provider.tsx';
import { noFrames, withChanges, withFrames, type FrameTable } from './frame-table.ts';

const pageSize = 5000;
/** Many frames of a quick task are one change of the page. */
const gatherMs = 100;
/** What events do not tell (why a frame was given up) is read again after the last of them. */
const readAgainMs = 3000;

const keyOf = (taskId: number) => ['frame-table', taskId];

/** All frames of a task, live. `isPending` until they have been read once. */
export function useFrameTable(taskId: number): {
  readonly table: FrameTable;
  readonly isPending: boolean;
  readonly error: Error | null;
} {
  const api = useApi();
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: keyOf(taskId),
    queryFn: ({ signal }) => readAll(api, taskId, signal),
    staleTime: Infinity,
  });
  const waiting = useRef<FramesChange[]>([]);
  const gather = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readAgain = useRef<ReturnType<typeof setTimeout>>(undefined);
  useFarmEvents((event) => {
    if (event.name === 'frames' && event.data.taskId === taskId) {
      waiting.current.push(...event.data.changes);
      gather.current ??= setTimeout(() => {
        gather.current = undefined;
        const changes = waiting.current.splice(0);
        queryClient.setQueryData<FrameTable>(keyOf(taskId), (table) => table && withChanges(table, changes));
      }, gatherMs);
    }
    // After a restart frames are not told again.
    const mayDiffer = event.name === 'synced' || (event.name === 'frames' && event.data.taskId === taskId);
    if (!mayDiffer) return;
    clearTimeout(readAgain.current);
    readAgain.current = setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: keyOf(taskId) });
    }, readAgainMs);
  });
  useEffect(
    () => () => {
      clearTimeout(gather.current);
      clearTimeout(readAgain.current);
      gather.current = undefined;
    },
    [],
  );
  return { table: query.data ?? noFrames, isPending: query.isPending, error: query.error };
}

async function readAll(api: Api, taskId: number, signal: AbortSignal): Promise<FrameTable> {
  let table = noFrames;
  let after: number | null = null;
  do {
    const page = await api.frames(
      taskId,
      { limit: pageSize, ...(after === null ? {} : { after }) },
      { signal },
    );
    table = withFrames(table, page.frames);
    after = page.nextAfter;
  } while (after !== null);
  return table;
}
