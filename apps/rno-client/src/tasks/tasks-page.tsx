import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TaskSnapshot } from '@renderonline/contract';
import { IconFilterOff, IconMovie } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { EmptyNote } from '../elements/empty-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { useAllTasksRead, useConnection, useTasks } from '../farm/farm-provider.tsx';
import { useFormat } from '../format/use-format.ts';
import { useCurrentSession } from '../session/session-provider.tsx';
import { archiveAddress, archiveOfTasksAddress, saveFrom } from '../farm/download-address.ts';
import { nothingSelected, selectedOf, toggle, toggleAll } from '../elements/selection.ts';
import { TaskFilters } from './task-filters.tsx';
import { findTasks, readTaskQuery, writeTaskQuery, type SortKey, type TaskQuery } from './task-query.ts';
import { TaskTable } from './task-table.tsx';
import { useTaskActions } from './use-task-actions.tsx';
import { useTaskKeys } from './use-task-keys.ts';

export const loadBulkBar = () => import('./bulk-bar.tsx');
const BulkBar = lazy(loadBulkBar);

/** All tasks, live. */
export function TasksPage() {
  const { t, i18n } = useTranslation('tasks');
  const format = useFormat();
  const all = useTasks();
  const { scope, userId } = useCurrentSession();
  const [search, setSearch] = useSearchParams();
  const query = useMemo(() => readTaskQuery(search), [search]);
  // Letters appear as they are typed, however many tasks have to be looked through.
  const wanted = useDeferredValue(query);
  const actions = useTaskActions();
  const [selection, setSelection] = useState(nothingSelected);
  const searchBox = useRef<HTMLInputElement>(null);
  const [, navigate] = useLocation();
  const tasks = useMemo(
    () => findTasks(all, wanted, i18n.language).filter(({ taskId }) => !actions.hidden.has(taskId)),
    [all, wanted, i18n.language, actions.hidden],
  );
  const order = useMemo(() => tasks.map(({ taskId }) => taskId), [tasks]);
  const engines = useMemo(() => [...new Set([...all.values()].map(({ engine }) => engine))].sort(), [all]);
  const selected = selectedOf(selection, order);

  const changeQuery = (changes: Partial<TaskQuery>): void => {
    setSearch(writeTaskQuery({ ...query, ...changes }), { replace: true });
  };
  // Rows are drawn anew when it changes; the order under it changes with every frame that is done.
  const newestOrder = useRef(order);
  useEffect(() => {
    newestOrder.current = order;
  }, [order]);
  const onToggle = useCallback((taskId: number, isRange: boolean) => {
    setSelection((before) => toggle(before, taskId, { isRange, order: newestOrder.current }));
  }, []);
  const clear = (): void => setSelection(nothingSelected);
  const tasksOf = (taskIds: readonly number[]): readonly TaskSnapshot[] => {
    const wantedIds = new Set(taskIds);
    return tasks.filter(({ taskId }) => wantedIds.has(taskId));
  };
  const remove = (taskIds: readonly number[]): void => {
    actions.remove(tasksOf(taskIds));
    clear();
  };
  const hasResults = (taskId: number): boolean => {
    const task = all.get(taskId);
    // Admins see those of others, too.
    if (task === undefined || task.owner.userId !== userId) return false;
    return task.progress.framesDone > 0 && task.resultsExpiredAt === null;
  };
  const withResults = selected.filter(hasResults);
  const download = (taskIds: readonly number[]): void => {
    const [first] = taskIds;
    if (first === undefined) return;
    const address = taskIds.length === 1 ? archiveAddress(first) : archiveOfTasksAddress(taskIds);
    if (address !== undefined) saveFrom(address);
    else notifications.show({ color: 'yellow', message: t('downloadTooLarge') });
  };
  const activeId = useTaskKeys({
    order,
    searchBox,
    open: (taskId) => navigate(addresses.task(taskId)),
    toggle: onToggle,
    clear,
    download: (taskId) => download(selected.length > 0 ? withResults : [taskId].filter(hasResults)),
    remove: (taskId) => remove(selected.length > 0 ? selected : [taskId]),
  });
  const isFiltered = query.text !== '' || query.states.length > 0 || query.engine !== '';
  return (
    <>
      <PageHead title={t('title')}>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('count', { count: tasks.length, shown: format.number(tasks.length) })}
        </Text>
      </PageHead>
      <TaskFilters query={query} engines={engines} searchBox={searchBox} onChange={changeQuery} />
      {tasks.length === 0 ? (
        <NoTasks isFiltered={isFiltered} onClear={() => setSearch('', { replace: true })} />
      ) : (
        <TaskTable
          {...{ tasks, query, selection, activeId, onToggle }}
          hasOwner={scope === 'all'}
          onSort={(key: SortKey) => {
            const isSame = query.sort === key;
            changeQuery({ sort: key, isDescending: isSame ? !query.isDescending : key === 'queuedAt' });
          }}
          onToggleAll={() => setSelection((before) => toggleAll(before, order))}
        />
      )}
      {selected.length > 0 && (
        <Suspense>
          <BulkBar
            {...{ taskIds: selected, withResults, download, remove }}
            change={(action, taskIds, priority) => actions.change(action, tasksOf(taskIds), priority)}
            onDone={clear}
          />
        </Suspense>
      )}
    </>
  );
}

function NoTasks({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation('tasks');
  const connection = useConnection();
  const isComplete = useAllTasksRead();
  if (connection === 'connecting' || (!isComplete && isFiltered)) {
    return (
      <Stack gap="xs" aria-busy>
        {[0, 1, 2, 3].map((line) => (
          <Skeleton key={line} h={52} />
        ))}
      </Stack>
    );
  }
  if (isFiltered) {
    return (
      <EmptyNote icon={IconFilterOff} title={t('nothingFound')} text={t('nothingFoundText')}>
        <Button variant="default" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      </EmptyNote>
    );
  }
  return (
    <EmptyNote icon={IconMovie} title={t('none')} text={t('noneText')}>
      <Button component={Link} href={addresses.submit}>
        {t('first')}
      </Button>
    </EmptyNote>
  );
}
