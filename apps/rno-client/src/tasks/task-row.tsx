import { Checkbox, Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { StateBadge } from '../elements/state-badge.tsx';
import { usePhrases } from '../elements/use-phrases.ts';
import { useFormat, useNow } from '../format/use-format.ts';
import { Poster } from './poster.tsx';
import { ProgressCell } from './progress-cell.tsx';
import { Remaining } from './remaining.tsx';
import classes from './tasks.module.css';

export interface TaskRowProps {
  readonly task: TaskSnapshot;
  readonly index: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly hasOwner: boolean;
  readonly onToggle: (taskId: number, isRange: boolean) => void;
}

/** A line of the table. Drawn anew only when its own task has changed. */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, index, isSelected, isActive, hasOwner, onToggle } = props;
  const say = usePhrases();
  const format = useFormat();
  const nowMs = useNow();
  return (
    <tr aria-rowindex={index + 2} aria-selected={isSelected} data-active={isActive} className={classes.row}>
      <td>
        <SelectBox task={task} isSelected={isSelected} onToggle={onToggle} />
      </td>
      <td>
        <Poster task={task} />
      </td>
      <td>
        <TaskLink task={task} />
      </td>
      <td>
        <StateBadge state={task.state} />
      </td>
      <td>
        <ProgressCell task={task} />
      </td>
      <td>
        <Text size="sm" lineClamp={2} title={say(task.waitingPhrases, task.waitingReason) || undefined}>
          <Remaining task={task} />
        </Text>
      </td>
      <td className={classes.wide}>
        <Text size="sm" truncate>
          {task.engine}
        </Text>
      </td>
      <td className={classes.wide}>
        <Text size="sm">{format.bytes(task.fileSize)}</Text>
      </td>
      <td className={classes.wide}>
        <Text size="sm" ta="right" pr="md">
          {task.priority}
        </Text>
      </td>
      <td>
        <Text size="sm" title={format.dateTime(task.queuedAt)}>
          {format.shortTime(task.queuedAt, nowMs)}
        </Text>
      </td>
      {hasOwner && (
        <td>
          <Text size="sm" truncate>
            {task.owner.name}
          </Text>
        </td>
      )}
    </tr>
  );
});

/** The same where there is no room for a table. */
export const TaskCard = memo(function TaskCard({
  task,
  isSelected,
  isActive,
  hasOwner,
  onToggle,
}: TaskRowProps) {
  return (
    <div className={classes.card} data-active={isActive}>
      <SelectBox task={task} isSelected={isSelected} onToggle={onToggle} />
      <Poster task={task} />
      <div className={classes.cardText}>
        <TaskLink task={task} />
        <div className={classes.cardLine}>
          <StateBadge state={task.state} />
          <Text size="xs" c="dimmed" truncate>
            {hasOwner && `${task.owner.name} · `}
            <Remaining task={task} />
          </Text>
        </div>
        <ProgressCell task={task} />
      </div>
    </div>
  );
});

function TaskLink({ task }: { readonly task: TaskSnapshot }) {
  return (
    <Link href={addresses.task(task.taskId)} className={classes.name} title={task.fileName}>
      {task.fileName}
      <Text span size="xs" c="dimmed">{` #${task.taskId}`}</Text>
    </Link>
  );
}

function SelectBox({ task, isSelected, onToggle }: Pick<TaskRowProps, 'task' | 'isSelected' | 'onToggle'>) {
  const { t } = useTranslation('tasks');
  return (
    <Checkbox
      aria-label={t('select', { name: task.fileName })}
      checked={isSelected}
      onChange={(event) => {
        const { nativeEvent } = event;
        onToggle(task.taskId, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
      }}
    />
  );
}
