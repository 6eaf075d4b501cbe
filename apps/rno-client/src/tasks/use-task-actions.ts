import { notifications } from '@mantine/notifications';
import type { BulkRequest } from '@renderonline/contract';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../elements/failure-note.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { useUndo } from '../shell/undo/use-undo.tsx';
import { hideTasks, showTasks, useHiddenTasks } from './hidden-tasks.ts';

export type BulkAction = BulkRequest['action'];

export interface TaskActions {
  /** Does it to all of them, and says what did not work. */
  change(action: Exclude<BulkAction, 'delete'>, taskIds: readonly number[], priority?: number): void;
  /** Hides them at once, and deletes them when that was not taken back. */
  remove(taskIds: readonly number[]): void;
  /** Those that are as good as deleted. */
  readonly hidden: ReadonlySet<number>;
}

/** RenderAPI takes so many at a time. */
const bulkLimit = 1000;

/** What can be done to many tasks at once. */
export function useTaskActions(): TaskActions {
  const { t } = useTranslation('tasks');
  const api = useApi();
  const say = useErrorText();
  const later = useUndo();
  const hidden = useHiddenTasks();

  const send = useCallback(
    async (action: BulkAction, taskIds: readonly number[], priority?: number) => {
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
            message: first.detail,
          });
        }
        return true;
      } catch (error) {
        notifications.show({ color: 'red', title: t('failed'), message: say(error) });
        return false;
      }
    },
    [api, say, t],
  );

  return {
    hidden,
    change(action, taskIds, priority) {
      void send(action, taskIds, priority);
    },
    remove(taskIds) {
      const show = (): void => showTasks(taskIds);
      hideTasks(taskIds);
      later({
        text: t('deleted', { count: taskIds.length }),
        run: () => {
          void send('delete', taskIds).then((isSent) => {
            if (!isSent) show();
          });
        },
        undo: show,
      });
    },
  };
}
