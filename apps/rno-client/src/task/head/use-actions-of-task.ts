import type { TaskSnapshot } from '@renderonline/contract';
import {
  IconBan,
  IconBookmark,
  IconDownload,
  IconFlag,
  IconMovie,
  IconPhotoEdit,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRefresh,
  IconRefreshAlert,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { archiveAddress, saveFrom } from '../../farm/download-address.ts';
import { useTaskActions } from '../../tasks/use-task-actions.tsx';
import { priorities, type TaskAction, type TaskDialog } from './task-action.ts';

/** What makes sense in the state that the task is in, by where it stands. */
export interface ActionsOfTask {
  /** Pause or resume; undefined when the task has ended. */
  readonly first: TaskAction | undefined;
  readonly downloads: readonly TaskAction[];
  readonly others: readonly TaskAction[];
  readonly priorities: readonly TaskAction[];
  readonly remove: TaskAction;
}

export function useActionsOfTask(task: TaskSnapshot, open: (dialog: TaskDialog) => void): ActionsOfTask {
  const { t } = useTranslation('task');
  const { t: tTasks } = useTranslation('tasks');
  const { change, remove } = useTaskActions();
  const [, navigate] = useLocation();
  const { taskId, state, progress, resultsExpiredAt } = task;
  const isEnded = state === 'succeeded' || state === 'failed' || state === 'canceled';
  const hasResults = progress.framesDone > 0 && resultsExpiredAt === null;
  const action = (id: string, rest: Omit<TaskAction, 'id'>): TaskAction => ({ id: `task-${id}`, ...rest });
  const when = (isPossible: boolean, ...actions: readonly TaskAction[]) => (isPossible ? actions : []);

  const pauseOrResume =
    state === 'paused'
      ? action('resume', {
          ...{ label: t('actions.resume'), icon: IconPlayerPlay, keys: 'h' },
          run: () => change('resume', [task]),
        })
      : action('pause', {
          ...{ label: t('actions.pause'), icon: IconPlayerPause, keys: 'h' },
          run: () => change('pause', [task]),
        });
  return {
    first: isEnded ? undefined : pauseOrResume,
    downloads: when(
      hasResults,
      action('download', {
        ...{ label: t('actions.downloadAll'), icon: IconDownload, keys: 'd' },
        run: () => saveFrom(archiveAddress(taskId)),
      }),
      action('download-project', {
        ...{ label: t('actions.downloadProject'), icon: IconDownload },
        run: () => saveFrom(archiveAddress(taskId, { includeProject: true })),
      }),
      action('download-frames', {
        ...{ label: t('actions.downloadFrames'), icon: IconDownload },
        run: () => open('download'),
      }),
    ),
    others: [
      ...when(
        progress.framesFailed > 0,
        action('requeue-failed', {
          ...{ label: t('actions.requeueFailed'), icon: IconRefreshAlert, keys: 'r' },
          run: () => change('requeue', [task]),
        }),
      ),
      action('requeue', {
        ...{ label: t('actions.renderAgain'), icon: IconRefresh, keys: 'e' },
        run: () => open('requeue'),
      }),
      action('add', {
        ...{ label: t('actions.addFrames'), icon: IconPlus, keys: 'a' },
        run: () => open('add'),
      }),
      ...when(
        resultsExpiredAt === null,
        action('video', {
          ...{ label: t('actions.makeVideo'), icon: IconMovie, keys: 'v' },
          run: () => open('video'),
        }),
      ),
      ...when(
        hasResults,
        action('convert', {
          ...{ label: t('actions.convert'), icon: IconPhotoEdit },
          run: () => open('convert'),
        }),
      ),
      action('template', {
        ...{ label: t('actions.saveTemplate'), icon: IconBookmark, keys: 's' },
        run: () => open('template'),
      }),
      ...when(
        !isEnded,
        action('cancel', {
          ...{ label: t('actions.cancel'), icon: IconBan, keys: 'c' },
          run: () => change('cancel', [task]),
        }),
      ),
    ],
    // One that has ended has no place in the queue.
    priorities: (isEnded ? [] : priorities).map((priority) =>
      action(`priority-${priority}`, {
        ...{ label: tTasks(`priorities.at${priority}`), icon: IconFlag },
        run: () => change('priority', [task], priority),
      }),
    ),
    remove: action('delete', {
      ...{ label: t('actions.delete'), icon: IconTrash, keys: 'Delete' },
      run: () => {
        remove([task]);
        navigate(addresses.tasks);
      },
    }),
  };
}
