import { notifications } from '@mantine/notifications';
import type { BulkRequest } from '@renderonline/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../elements/error-text.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { useUndo } from '../shell/undo/use-undo.tsx';
import { OutcomeText } from './outcome-text.tsx';
import type { DeletedTask } from './deletions/deletion-ledger.ts';
import { undoMs } from './deletions/deletions.ts';
import { useDeletions, useHiddenTasks } from './deletions/deletions-provider.tsx';

export type BulkAction = BulkRequest['action'];

export interface TaskActions {
  /** Does it to all of them, and says what did not work. */
  change(action: Exclude<BulkAction, 'delete'>, taskIds: readonly number[], priority?: number): void;
  /** Hides them at once, and deletes them when that was not taken back. */
  remove(tasks: readonly DeletedTask[]): void;
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
      const undo = deletions.begin(tasks.map(({ taskId, queuedAt }) => ({ taskId, queuedAt })));
      offerUndo({ text: t('deleted', { count: tasks.length }), undoMs, undo });
    },
  };
}
