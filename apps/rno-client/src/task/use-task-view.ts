import { ApiError } from '@renderonline/client/browser';
import type { TaskView } from '@renderonline/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../farm/api-provider.tsx';
import { useFarmEvents } from '../farm/farm-provider.tsx';

/** Frames of quick tasks come many a second; what only this answer tells may be so old. */
const gatherMs = 1500;

export interface TaskViewState {
  /** undefined until it was read, and when it may not be. */
  readonly view: TaskView | undefined;
  /** It was deleted, or is not one's own. */
  readonly isGone: boolean;
  readonly error: Error | null;
  readonly retry: () => unknown;
}

/** Everything that RenderAPI tells of one task, read again when events say that it has changed. */
export function useTaskView(taskId: number): TaskViewState {
  const api = useApi();
  const queryClient = useQueryClient();
  const queryKey = ['task', taskId];
  const [isDeleted, setIsDeleted] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.task(taskId, { signal }),
    staleTime: Infinity,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useFarmEvents((event) => {
    if (event.name === 'task-deleted' && event.data.taskId === taskId) setIsDeleted(true);
    const isOurs = event.name === 'task' && event.data.task.taskId === taskId;
    if (!isOurs && event.name !== 'synced') return;
    // What somebody asked for is seen at once; frames come in gathered.
    const isOtherState = isOurs && event.data.task.state !== data?.state;
    if (isOtherState) clearTimeout(timer.current);
    if (isOtherState || timer.current === undefined) {
      timer.current = setTimeout(
        () => {
          timer.current = undefined;
          void queryClient.invalidateQueries({ queryKey });
        },
        isOtherState ? 0 : gatherMs,
      );
    }
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  const isRefused = error instanceof ApiError && error.status === 404;
  return { view: data, isGone: isDeleted || isRefused, error, retry: refetch };
}
