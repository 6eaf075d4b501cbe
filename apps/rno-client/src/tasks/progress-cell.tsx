import { Progress, Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { stateColour } from '../elements/state-badge.tsx';
import { useFormat } from '../format/use-format.ts';
import { fractionDone } from './task-query.ts';

/** A task's bar, and its frames in numbers. */
export function ProgressCell({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const { framesDone, framesTotal, framesFailed } = task.progress;
  const fraction = fractionDone(task);
  return (
    <div>
      <Progress.Root size="sm" aria-hidden>
        <Progress.Section value={fraction * 100} color={stateColour(task.state)} />
        {framesTotal > 0 && (
          <Progress.Section value={(framesFailed / framesTotal) * 100} color="var(--state-failed)" />
        )}
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={4} className="tabular">
        {t('frames', { done: format.number(framesDone), total: format.number(framesTotal) })}
        {framesFailed > 0 && (
          <Text span inherit c="var(--state-failed)">
            {` · ${t('framesFailed', { count: framesFailed })}`}
          </Text>
        )}
      </Text>
    </div>
  );
}
