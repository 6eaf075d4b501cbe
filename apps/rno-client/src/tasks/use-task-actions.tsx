import { notifications } from '@mantine/notifications';
import type { BulkRequest, TaskSnapshot } from '@renderonline/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../elements/error-text.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { useCurrentSession } from '../session/session-provider.tsx';
import { useUndo } from '../shell/undo/use-undo.tsx';
import { OutcomeText } from './outcome-text.tsx';
import { undoMs } from './deletions/deletions.ts';
import { useDeletions, useHiddenTasks } from './deletions/deletions-provider.tsx';

export type BulkAction = BulkRequest['action'];

export interface TaskActions {
  /** Does it to all of them, and says what did not work. */
  change(action: Exclude<BulkAction, 'delete'>, taskIds: readonly number[], priority?: number): void;
  /** Hides those that are one's own at once, and deletes them when that was not taken back. */
  remove(tasks: readonly TaskSnapshot[]): void;
  /** Those that are as good as deleted. */
  readonly hidden: ReadonlySet<number>;
}

/** RenderAPI takes so many at a time. */
const bulkLimit = 1000;

/** What can be done to many tasks at once. */
export function useTaskActions(): TaskActions {
  const { t } = useTranslation('tasks');
  const api = useApi();
  const offerUndo = useUndo();
  const deletions = useDeletions();
  const hidden = useHiddenTasks();
  const { userId } = useCurrentSession();

  const send = useCallback(
    async (action: Exclude<BulkAction, 'delete'>, taskIds: readonly number[], priority?: number) => {
      try {
        for (let from = 0; from < taskIds.length; from += bulkLimit) {
          const part = taskIds.slice(from, from + bulkLimit);
          const request = { action, taskIds: part, ...(priority === undefined ? {} : { priority }) };
          const { outcomes } = await api.changeTasks(request);
          const refused = outcomes.filter(({ isDone }) => !isDone);
          const [first] = refused;
          if (first === undefined) continue;
          notifications.show({
            color: 'yellow',
            title: t('notDone', { count: refused.length }),
            message: <OutcomeText outcome={first} />,
          });
        }
      } catch (error) {
        notifications.show({ color: 'red', title: t('failed'), message: <ErrorText error={error} /> });
      }
    },
    [api, t],
  );

  return {
    hidden,
    change(action, taskIds, priority) {
      void send(action, taskIds, priority);
    },
    remove(tasks) {
      // RenderAPI says of those of others, which admins see, what it says of those that are gone.
      const own = tasks.filter(({ owner }) => owner.userId === userId);
      const count = tasks.length - own.length;
      if (count > 0) {
        notifications.show({ color: 'yellow', title: t('notDone', { count }), message: t('ofOthers') });
      }
      if (own.length === 0) return;
      const undo = deletions.begin(own.map(({ taskId, queuedAt }) => ({ taskId, queuedAt })));
      offerUndo({ text: t('deleted', { count: own.length }), undoMs, undo });
    },
  };
}
