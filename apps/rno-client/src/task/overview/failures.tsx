import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { FailureView, FindingView, PhraseView, TaskSnapshot } from '@renderonline/contract';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { usePhrases } from '../../elements/use-phrases.ts';
import { useFormat, useNow } from '../../format/use-format.ts';
import classes from '../task.module.css';

interface FailuresProps {
  readonly task: TaskSnapshot;
  readonly failures: readonly FailureView[];
}

/** What went wrong, what to do about it, and where to read more. */
export function Failures({ task, failures }: FailuresProps) {
  const say = usePhrases();
  return (
    <Stack gap="sm">
      {task.failureReason !== null && <Text fw={600}>{say(task.failurePhrases, task.failureReason)}</Text>}
      {failures.map((failure) => (
        <Failure key={failure.attemptId} taskId={task.taskId} failure={failure} />
      ))}
    </Stack>
  );
}

function Failure({ taskId, failure }: { readonly taskId: number; readonly failure: FailureView }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const nowMs = useNow();
  const say = usePhrases();
  const { attemptId, machine, frame, endedAt, cause, summary, whatToDo, message, messagePhrases } = failure;
  const ofCause = (kind: 'cause' | 'advice'): PhraseView[] =>
    cause === null ? [] : [{ code: `${kind}-${cause}`, details: {} }];
  return (
    <Trouble isError>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {[
            ...(frame === null ? [] : [t('overview.failedFrame', { frame })]),
            ...(machine === null ? [] : [t('overview.onMachine', { machine: machine.name })]),
          ].join(' ')}
        </Text>
        <Text size="xs" c="dimmed" title={format.dateTime(endedAt)}>
          {format.relative(endedAt, nowMs)}
        </Text>
      </Group>
      <Text size="sm">{say(cause === null ? messagePhrases : ofCause('cause'), summary)}</Text>
      {whatToDo !== null && <Text size="sm">{say(ofCause('advice'), whatToDo)}</Text>}
      {message !== null && message !== summary && (
        <Text size="xs" c="dimmed" ff={messagePhrases.length === 0 ? 'monospace' : 'text'} mt={4}>
          {say(messagePhrases, message)}
        </Text>
      )}
      <Anchor
        component={Link}
        size="sm"
        underline="always"
        href={`${addresses.task(taskId)}?tab=log&attempt=${attemptId}`}
      >
        {t('overview.inLog')}
      </Anchor>
    </Trouble>
  );
}

/** What machines found wrong with the scene before they rendered it. */
export function Findings({ findings }: { readonly findings: readonly FindingView[] }) {
  const { t } = useTranslation('task');
  const say = usePhrases();
  return (
    <Stack gap="sm">
      {findings.map(({ machine, severity, code, message, messagePhrases }, index) => {
        const isError = severity === 'error';
        const Icon = isError ? IconCircleX : IconAlertTriangle;
        return (
          <Trouble key={`${code} ${index}`} isError={isError}>
            <Group gap={6}>
              <Icon size={16} aria-hidden color={isError ? 'var(--state-failed)' : 'var(--state-paused)'} />
              <Text size="sm" fw={600}>
                {isError ? t('overview.error') : t('overview.warning')}
              </Text>
              {machine !== null && (
                <Text size="xs" c="dimmed">
                  {t('overview.onMachine', { machine: machine.name })}
                </Text>
              )}
            </Group>
            <Text size="sm">{say(messagePhrases, message)}</Text>
          </Trouble>
        );
      })}
    </Stack>
  );
}

function Trouble({ isError, children }: { readonly isError: boolean; readonly children: ReactNode }) {
  const colour = isError ? 'var(--state-failed)' : 'var(--state-paused)';
  return (
    <div className={classes.trouble} style={{ borderColor: colour }}>
      {children}
    </div>
  );
}
