import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTasks } from '../farm/farm-provider.tsx';
import { useFormat } from '../format/use-format.ts';
import { useMachines } from '../machines/use-machines.ts';
import { Figures } from './figures.tsx';
import { usageNow } from './usage-now.ts';

/** How busy the farm is at this moment, and how much waits for it. */
export function FarmNow() {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const tasks = useTasks();
  const { data } = useMachines();
  const usage = useMemo(() => usageNow(data?.machines ?? [], tasks), [data, tasks]);
  return (
    <Figures
      figures={[
        { name: t('now.machines'), value: t('now.ofTotal', { count: usage.online, total: usage.machines }) },
        {
          name: t('now.usage'),
          value: usage.usedFraction === null ? '–' : format.percent(usage.usedFraction),
        },
        { name: t('now.running'), value: format.number(usage.running) },
        { name: t('now.queued'), value: format.number(usage.queued) },
        { name: t('now.framesLeft'), value: format.number(usage.framesLeft) },
      ]}
    />
  );
}
