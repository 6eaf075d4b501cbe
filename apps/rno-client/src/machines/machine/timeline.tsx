import { Text } from '@mantine/core';
import type { MachineAttempt } from '@renderonline/contract';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stateColour } from '../../elements/state-badge.tsx';
import { useFormat } from '../../format/use-format.ts';
import { attemptState, stretchesOf } from './history.ts';
import classes from '../machines.module.css';

interface TimelineProps {
  readonly attempts: readonly MachineAttempt[];
  readonly fromMs: number;
  readonly toMs: number;
}

const [laneHeight, gap, width] = [22, 3, 1000];

/** When a machine rendered, and what became of it. The list below says the same in words. */
export const Timeline = memo(function Timeline({ attempts, fromMs, toMs }: TimelineProps) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const stretches = useMemo(() => stretchesOf(attempts, { fromMs, toMs }), [attempts, fromMs, toMs]);
  const lanes = Math.max(1, ...stretches.map(({ lane }) => lane + 1));
  const height = lanes * (laneHeight + gap) + gap;
  return (
    <figure style={{ margin: 0 }}>
      <svg
        className={classes.timeline}
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('timeline', { count: stretches.length })}
      >
        {stretches.map(({ attempt, from, to, lane }) => (
          <rect
            key={attempt.attemptId}
            x={from * width}
            y={gap + lane * (laneHeight + gap)}
            width={Math.max(1, (to - from) * width - 0.6)}
            height={laneHeight}
            fill={stateColour(attemptState(attempt))}
          >
            <title>{`${attempt.fileName} · ${t('framesOf', { first: attempt.firstFrame, last: attempt.lastFrame })}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption style={{ display: 'flex', justifyContent: 'space-between' }}>
        <Text size="xs" c="dimmed">
          {format.dateTime(fromMs)}
        </Text>
        <Text size="xs" c="dimmed">
          {t('now')}
        </Text>
      </figcaption>
    </figure>
  );
});
