import { Button, Stack, Text } from '@mantine/core';
import type { MachineAttempt } from '@renderonline/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { usePhrases } from '../../elements/use-phrases.ts';
import { StateBadge } from '../../elements/state-badge.tsx';
import { useFormat, useNow } from '../../format/use-format.ts';
import { attemptState } from './history.ts';
import { useCauseText } from './use-cause-text.ts';
import classes from './machine.module.css';

const step = 50;

/** What a machine was given, newest first, and what became of it. */
export function AttemptList({ attempts }: { readonly attempts: readonly MachineAttempt[] }) {
  const { t } = useTranslation('machines');
  const [shown, setShown] = useState(step);
  return (
    <Stack gap="xs">
      <ul className={classes.attempts} aria-label={t('history')}>
        {attempts.slice(0, shown).map((attempt) => (
          <AttemptLine key={attempt.attemptId} attempt={attempt} />
        ))}
      </ul>
      {attempts.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + step)}>
          {t('more', { count: attempts.length - shown })}
        </Button>
      )}
    </Stack>
  );
}

function AttemptLine({ attempt }: { readonly attempt: MachineAttempt }) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const nowMs = useNow();
  const causeText = useCauseText();
  const say = usePhrases();
  const { taskId, fileName, firstFrame, lastFrame, startedAt, endedAt, grantedAt } = attempt;
  const { cause, message, messagePhrases } = attempt;
  const state = attemptState(attempt);
  const tookMs =
    startedAt === null || endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  return (
    <li className={classes.attempt}>
      <StateBadge state={state} />
      <div className={classes.what}>
        <Link href={addresses.task(taskId)} className={classes.task} title={fileName}>
          {fileName}
        </Link>
        <Text size="xs" c="dimmed">
          {firstFrame === lastFrame
            ? t('frame', { frame: format.number(firstFrame) })
            : t('framesOf', { first: format.number(firstFrame), last: format.number(lastFrame) })}
          {tookMs !== null && ` · ${format.duration(tookMs)}`}
        </Text>
        {state === 'failed' && (
          <Text size="sm" c="var(--state-failed)" style={{ overflowWrap: 'anywhere' }}>
            {cause === null ? say(messagePhrases, message) || causeText('unknown') : causeText(cause)}
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" title={format.dateTime(grantedAt)} style={{ flex: 'none' }}>
        {format.relative(endedAt ?? startedAt ?? grantedAt, nowMs)}
      </Text>
    </li>
  );
}
