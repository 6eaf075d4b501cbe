import { Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { TaskSnapshot } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../elements/state-badge.tsx';
import { useFormat } from '../../format/use-format.ts';
import { fractionDone } from '../../tasks/task-query.ts';
import { ActionBar } from './action-bar.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskProgress } from './task-progress.tsx';
import classes from '../task.module.css';

/** What a task is and how far it is, and what can be done about it. */
export function TaskHead({ task, isForeign }: { readonly task: TaskSnapshot; readonly isForeign: boolean }) {
  const { t } = useTranslation('task');
  const { t: tCommon } = useTranslation();
  const format = useFormat();
  const percent = task.state === 'running' ? `${format.percent(fractionDone(task))} ` : '';
  useDocumentTitle(`${percent}${task.fileName} · RenderOnline`);
  return (
    <Stack component="header" gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm" wrap="wrap">
        <div className={classes.heading}>
          <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {task.fileName}
          </Title>
          <Group gap="sm">
            <StateBadge state={task.state} />
            <Text size="sm" c="dimmed">
              {t('number', { taskId: task.taskId })}
            </Text>
          </Group>
        </div>
        {!isForeign && <ActionBar task={task} />}
      </Group>
      {/* Of all that changes here only this is worth being interrupted for. */}
      <VisuallyHidden aria-live="polite">{tCommon(`states.${task.state}`)}</VisuallyHidden>
      <TaskProgress task={task} />
      {task.resultsExpiredAt !== null && (
        <Text size="sm" c="dimmed">
          {t('expired', { time: format.dateTime(task.resultsExpiredAt) })}
        </Text>
      )}
      <TaskFacts task={task} />
    </Stack>
  );
}
