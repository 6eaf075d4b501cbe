import { Progress, Stack, Text } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { useTask } from '../farm/farm-provider.tsx';
import { useFormat } from '../format/use-format.ts';
import type { FrameNow } from './machine-facts.ts';
import classes from './machines.module.css';

interface FramesNowProps {
  readonly machine: MachineStatus;
  readonly frames: readonly FrameNow[];
}

/** What a machine renders now: of the reader's own tasks by name and frame, of others' that it does. */
export function FramesNow({ machine, frames }: FramesNowProps) {
  const { t } = useTranslation('machines');
  const shownTasks = new Set(frames.map(({ taskId }) => taskId));
  const running = machine.leases.filter(({ isRunning }) => isRunning);
  const others = running.filter(({ taskId }) => taskId === null).length;
  const starting = running.flatMap(({ taskId }) =>
    taskId === null || shownTasks.has(taskId) ? [] : [taskId],
  );
  if (frames.length + others + starting.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('nothingNow')}
      </Text>
    );
  }
  return (
    <Stack gap={6}>
      {frames.map((frame) => (
        <OneFrame key={frame.leaseId} frame={frame} />
      ))}
      {[...new Set(starting)].map((taskId) => (
        <TaskName key={taskId} taskId={taskId} />
      ))}
      {others > 0 && (
        <Text size="sm" c="dimmed">
          {t('others', { count: others })}
        </Text>
      )}
    </Stack>
  );
}

function OneFrame({ frame: { taskId, frame, fraction } }: { readonly frame: FrameNow }) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  return (
    <div>
      <div className={classes.frameLine}>
        <TaskName taskId={taskId} />
        <Text size="xs" c="dimmed" className="tabular" style={{ flex: 'none' }}>
          {t('frame', { frame: format.number(frame) })}
          {fraction !== null && ` · ${format.percent(fraction)}`}
        </Text>
      </div>
      <Progress value={(fraction ?? 0) * 100} size="xs" mt={3} aria-hidden />
    </div>
  );
}

function TaskName({ taskId }: { readonly taskId: number }) {
  const { t } = useTranslation('machines');
  const name = useTask(taskId)?.fileName ?? t('task', { taskId });
  return (
    <Link href={addresses.task(taskId)} className={classes.taskLink} title={name}>
      {name}
    </Link>
  );
}
