import { Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useNow } from '../../format/use-format.ts';
import classes from '../task.module.css';

/** So many machines are named; of more there is the number in the list of what they render. */
const mostNamed = 6;

/** Whose a task is, who renders it, and since when. */
export function TaskFacts({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const nowMs = useNow(1000);
  const { queuedAt, startedAt, endedAt } = task;
  const sinceStart =
    startedAt === null ? null : Date.parse(endedAt ?? new Date(nowMs).toISOString()) - Date.parse(startedAt);
  const spent = sinceStart === null || sinceStart < 0 ? '' : format.duration(sinceStart);
  return (
    <dl className={classes.facts}>
      <Fact name={t('facts.engine')}>{task.engine}</Fact>
      {endedAt === null && (
        <Fact name={t('facts.machines')}>
          <MachinesNow task={task} />
        </Fact>
      )}
      <Fact name={t('facts.owner')}>{task.owner.name}</Fact>
      <Fact name={t('facts.priority')}>{task.priority}</Fact>
      {/* A step has no scene of its own. */}
      {task.fileSize > 0 && <Fact name={t('facts.size')}>{format.bytes(task.fileSize)}</Fact>}
      <Fact name={t('facts.queuedAt')}>{format.dateTime(queuedAt)}</Fact>
      {startedAt !== null && (
        <Fact name={t('facts.startedAt')}>
          {format.dateTime(startedAt)}
          {endedAt === null && spent !== '' && (
            <Text size="xs" c="dimmed">
              {t('facts.running', { time: spent })}
            </Text>
          )}
        </Fact>
      )}
      {endedAt !== null && (
        <Fact name={t('facts.endedAt')}>
          {format.dateTime(endedAt)}
          {spent !== '' && (
            <Text size="xs" c="dimmed">
              {t('facts.took', { time: spent })}
            </Text>
          )}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function MachinesNow({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const names = new Map(task.machines.map(({ machineId, name }) => [machineId, name]));
  const { currentFrames } = task.progress;
  if (currentFrames.length === 0) {
    return task.machines.length === 0 ? t('facts.nobody') : [...names.values()].join(', ');
  }
  return (
    <>
      {currentFrames.slice(0, mostNamed).map(({ frame, leaseId, machineId, fraction }) => {
        const machine = names.get(machineId) ?? String(machineId);
        return (
          <div key={leaseId}>
            {fraction === null || fraction === 0
              ? t('facts.frame', { machine, frame })
              : t('facts.frameDone', { machine, frame, percent: format.percent(fraction) })}
          </div>
        );
      })}
      {currentFrames.length > mostNamed && (
        <Text size="xs" c="dimmed">
          {`+ ${format.number(currentFrames.length - mostNamed)}`}
        </Text>
      )}
    </>
  );
}
