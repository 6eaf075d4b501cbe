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

/** What can be done at once; deleting waits for a moment. */
export type ChangeAction = Exclude<BulkRequest['action'], 'delete'>;

/** Of the tasks that are one's own: those of others, which admins see, stay as they are, and it is said. */
export interface TaskActions {
  /** Does it to all of them, and says what did not work. */
  change(action: ChangeAction, tasks: readonly TaskSnapshot[], priority?: number): void;
  /** Hides them at once, and deletes them when that was not taken back. */
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
    async (action: ChangeAction, taskIds: readonly number[], priority?: number) => {
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

  /** RenderAPI says of the others what it says of those that are gone. */
  function ownOf(tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] {
    const own = tasks.filter(({ owner }) => owner.userId === userId);
    const count = tasks.length - own.length;
    if (count > 0) {
      notifications.show({ color: 'yellow', title: t('notDone', { count }), message: t('ofOthers') });
    }
    return own;
  }

  return {
    hidden,
    change(action, tasks, priority) {
      const taskIds = ownOf(tasks).map(({ taskId }) => taskId);
      void send(action, taskIds, priority);
    },
    remove(tasks) {
      const own = ownOf(tasks);
      if (own.length === 0) return;
      const undo = deletions.begin(own.map(({ taskId, queuedAt }) => ({ taskId, queuedAt })));
      offerUndo({ text: t('deleted', { count: own.length }), undoMs, undo });
    },
  };
}
