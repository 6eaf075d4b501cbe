import { Group, Progress, Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { stateColour } from '../../elements/state-badge.tsx';
import { usePhrases } from '../../elements/use-phrases.ts';
import { useFormat } from '../../format/use-format.ts';
import { fractionDone } from '../../tasks/task-query.ts';

/** A task's bar, its frames in numbers, how fast they come, and when the last one will be there. */
export function TaskProgress({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const say = usePhrases();
  const { framesDone, framesTotal, framesFailed, framesRunning, framesPerSecond } = task.progress;
  const isEnded = task.endedAt !== null;
  const parts = [
    t('progress.frames', { done: format.number(framesDone), total: format.number(framesTotal) }),
    ...(framesRunning > 0 ? [t('progress.rendering', { count: framesRunning })] : []),
    ...(isEnded || framesPerSecond === null || framesPerSecond === 0
      ? []
      : [t('progress.rate', { time: format.duration(1000 / framesPerSecond) })]),
  ];
  return (
    <div>
      <Progress.Root size="lg">
        <Progress.Section
          value={fractionDone(task) * 100}
          color={stateColour(task.state)}
          aria-label={t('progress.label')}
        />
        {framesTotal > 0 && framesFailed > 0 && (
          <Progress.Section
            value={(framesFailed / framesTotal) * 100}
            color="var(--state-failed)"
            aria-label={t('progress.failed', { count: framesFailed })}
          />
        )}
      </Progress.Root>
      <Group justify="space-between" gap="xs" mt={6}>
        <Text size="sm" className="tabular">
          {parts.join(' · ')}
          {framesFailed > 0 && (
            <Text span inherit fw={600} c="var(--state-failed)">
              {` · ${t('progress.failed', { count: framesFailed })}`}
            </Text>
          )}
        </Text>
        <Text size="sm" className="tabular" fw={600}>
          <Ready task={task} />
        </Text>
      </Group>
      {task.waitingReason !== null && (
        <Text size="sm" c="dimmed">
          {say(task.waitingPhrases, task.waitingReason)}
        </Text>
      )}
    </div>
  );
}

function Ready({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const { etaMs, etaRangeMs } = task.progress;
  if (task.state !== 'running') return null;
  if (etaMs === null) return t('progress.guessing');
  const low = format.estimate(etaRangeMs?.low ?? etaMs);
  const high = format.estimate(etaRangeMs?.high ?? etaMs);
  return low === high ? t('progress.readyIn', { time: low }) : t('progress.ready', { low, high });
}
