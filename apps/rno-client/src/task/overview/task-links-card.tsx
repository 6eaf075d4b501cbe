import { Anchor, Group } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { StateBadge } from '../../elements/state-badge.tsx';
import { useTasks } from '../../farm/farm-provider.tsx';
import classes from '../task.module.css';

/** Tasks that this one waits for, takes frames of, or hands its frames to. */
export function TaskLinksCard({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('task');
  return (
    <dl className={classes.pairs}>
      {task.waitingFor.map((taskId) => (
        <LinkPair key={taskId} name={t('overview.waitingFor')} taskId={taskId} />
      ))}
      {task.parentTaskId !== null && <LinkPair name={t('overview.parent')} taskId={task.parentTaskId} />}
      {task.steps.map((step) => (
        <LinkPair key={step.taskId} name={t('overview.step')} taskId={step.taskId} engine={step.engine} />
      ))}
    </dl>
  );
}

interface LinkPairProps {
  readonly name: string;
  readonly taskId: number;
  readonly engine?: string;
}

function LinkPair({ name, taskId, engine }: LinkPairProps) {
  const { t } = useTranslation('task');
  const other = useTasks().get(taskId);
  const what = [t('number', { taskId }), other?.fileName, engine].filter((part) => part !== undefined);
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Group gap="sm">
          <Anchor component={Link} href={addresses.task(taskId)} size="sm" underline="always">
            {what.join(' · ')}
          </Anchor>
          {other !== undefined && <StateBadge state={other.state} />}
        </Group>
      </dd>
    </>
  );
}
