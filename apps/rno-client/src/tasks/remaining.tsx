import { Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { usePhrases } from '../elements/use-phrases.ts';
import { useFormat, useNow } from '../format/use-format.ts';

/** When a task will be ready, or what there is to say in place of that. */
export function Remaining({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const nowMs = useNow();
  const say = usePhrases();
  const { etaMs, etaRangeMs, framesPerSecond } = task.progress;
  if (task.endedAt !== null) return <>{format.shortTime(task.endedAt, nowMs)}</>;
  if (task.state === 'queued' && task.waitingReason !== null) {
    return (
      <Text span size="xs" c="dimmed">
        {say(task.waitingPhrases, task.waitingReason)}
      </Text>
    );
  }
  if (etaMs === null) return <>{'—'}</>;
  const rate =
    framesPerSecond === null || framesPerSecond === 0
      ? ''
      : ` · ${t('perFrame', { time: format.duration(1000 / framesPerSecond) })}`;
  const low = format.estimate(etaRangeMs?.low ?? etaMs);
  const high = format.estimate(etaRangeMs?.high ?? etaMs);
  return <>{`${low === high ? low : t('range', { low, high })}${rate}`}</>;
}
