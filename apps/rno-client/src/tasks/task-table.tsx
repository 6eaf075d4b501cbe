import { Checkbox, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { TaskSnapshot } from '@renderonline/contract';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { selectedOf, type Selection } from '../elements/selection.ts';
import { GapRow } from '../elements/windowed/gap-row.tsx';
import { useWindowRows } from '../elements/windowed/use-window-rows.ts';
import { TaskCard, TaskRow } from './task-row.tsx';
import type { SortKey, TaskQuery } from './task-query.ts';
import classes from './tasks.module.css';

export interface TaskTableProps {
  readonly tasks: readonly TaskSnapshot[];
  readonly query: TaskQuery;
  readonly selection: Selection;
  /** The task that the keyboard is at. */
  readonly activeId: number | null;
  readonly hasOwner: boolean;
  readonly onSort: (key: SortKey) => void;
  readonly onToggle: (taskId: number, isRange: boolean) => void;
  readonly onToggleAll: () => void;
}

const [rowHeight, cardHeight] = [60, 104];

/** The tasks, of which only those in sight are drawn: thousands are as quick as ten. */
export function TaskTable(props: TaskTableProps) {
  const { tasks, activeId, selection, hasOwner, onToggle } = props;
  const { t } = useTranslation('tasks');
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const { list, items, before, after, scrollTo } = useWindowRows<HTMLDivElement>({
    count: tasks.length,
    rowHeight: isNarrow ? cardHeight : rowHeight,
    keyOf: (index) => tasks[index]?.taskId ?? index,
  });
  const activeIndex = tasks.findIndex(({ taskId }) => taskId === activeId);
  useEffect(() => {
    if (activeIndex >= 0) scrollTo(activeIndex);
    // Not when the list changes under it: only the keyboard may move the page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [activeId]);

  const rowProps = (index: number) => {
    const task = tasks[index];
    if (task === undefined) return undefined;
    const { taskId } = task;
    const isSelected = selection.ids.has(taskId);
    return { task, index, isSelected, isActive: taskId === activeId, hasOwner, onToggle };
  };

  if (isNarrow) {
    return (
      <div
        ref={list}
        role="list"
        aria-label={t('title')}
        style={{ paddingTop: before, paddingBottom: after }}
      >
        {items.map(({ key, index }) => {
          const row = rowProps(index);
          return (
            row !== undefined && (
              <div role="listitem" key={key} style={{ height: cardHeight }}>
                <TaskCard {...row} />
              </div>
            )
          );
        })}
      </div>
    );
  }
  return (
    <div ref={list}>
      <table className={classes.table} aria-label={t('title')} aria-rowcount={tasks.length + 1}>
        <TableHead {...props} />
        <tbody>
          <GapRow height={before} />
          {items.map(({ key, index }) => {
            const row = rowProps(index);
            return row !== undefined && <TaskRow key={key} {...row} />;
          })}
          <GapRow height={after} />
        </tbody>
      </table>
    </div>
  );
}

const columns: readonly (readonly [SortKey, string | undefined])[] = [
  ['fileName', classes.nameColumn],
  ['state', classes.stateColumn],
  ['progress', classes.progressColumn],
  ['etaMs', classes.etaColumn],
  ['engine', classes.wide],
  ['fileSize', classes.wide],
  ['priority', classes.wide],
  ['queuedAt', classes.timeColumn],
  ['owner', classes.ownerColumn],
];

function TableHead({ tasks, selection, query, hasOwner, onSort, onToggleAll }: TaskTableProps) {
  const { t } = useTranslation('tasks');
  const count = selectedOf(
    selection,
    tasks.map(({ taskId }) => taskId),
  ).length;
  const Arrow = query.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th className={classes.boxColumn}>
          <Checkbox
            aria-label={t('selectAll')}
            checked={count > 0 && count === tasks.length}
            indeterminate={count > 0 && count < tasks.length}
            onChange={onToggleAll}
          />
        </th>
        <th className={classes.posterColumn}>
          <span className={classes.unseen}>{t('columns.poster')}</span>
        </th>
        {columns.map(([key, className]) =>
          key === 'owner' && !hasOwner ? null : (
            <th
              key={key}
              className={className}
              aria-sort={query.sort !== key ? 'none' : query.isDescending ? 'descending' : 'ascending'}
            >
              <UnstyledButton
                className={classes.sort}
                onClick={() => {
                  onSort(key);
                }}
              >
                {t(`columns.${key}`)}
                {query.sort === key && <Arrow size={14} aria-hidden />}
              </UnstyledButton>
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}
