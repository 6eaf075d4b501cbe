import { Button, Stack, Text } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import type { MachineAttempt } from '@renderonline/contract';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { FailureNote } from '../../elements/failure-note.tsx';
import { usePhrases } from '../../elements/use-phrases.ts';
import { StateBadge } from '../../elements/state-badge.tsx';
import { useFormat, useNow } from '../../format/use-format.ts';
import { attemptState } from './history.ts';
import { useCauseText } from './use-cause-text.ts';
import classes from './machine.module.css';

/** Drawn at once; more when somebody scrolls to the last of them. */
const step = 50;

interface AttemptListProps {
  /** Newest first. */
  readonly attempts: readonly MachineAttempt[];
  /** Undefined when there are none further back. */
  readonly loadOlder: (() => void) | undefined;
  readonly isLoading: boolean;
  /** What the last loading failed with. */
  readonly error: unknown;
}

/** What a machine was given, newest first, and what became of it: back to the beginning for those who scroll. */
export function AttemptList({ attempts, loadOlder, isLoading, error }: AttemptListProps) {
  const { t } = useTranslation('machines');
  const [shown, setShown] = useState(step);
  const hasMore = attempts.length > shown;
  const goOn = (): void => {
    if (hasMore) setShown(shown + step);
    else if (!isLoading) loadOlder?.();
  };
  return (
    <Stack gap="xs">
      <ul className={classes.attempts} aria-label={t('history')}>
        {attempts.slice(0, shown).map((attempt) => (
          <AttemptLine key={attempt.attemptId} attempt={attempt} />
        ))}
      </ul>
      {error !== null && loadOlder !== undefined && !isLoading && (
        <FailureNote error={error} retry={loadOlder} />
      )}
      {(hasMore || (loadOlder !== undefined && error === null)) && (
        <MoreButton isLoading={isLoading} goOn={goOn} />
      )}
    </Stack>
  );
}

/** Goes on by itself when it comes into sight, and for the keyboard when it is pressed. */
function MoreButton({ isLoading, goOn }: { readonly isLoading: boolean; readonly goOn: () => void }) {
  const { t } = useTranslation('machines');
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const isInSight = entry?.isIntersecting === true;
  const newest = useEffectEvent(goOn);
  useEffect(() => {
    if (isInSight && !isLoading) newest();
  }, [entry, isInSight, isLoading]);
  return (
    <Button ref={ref} variant="default" loading={isLoading} onClick={goOn}>
      {t('older')}
    </Button>
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
