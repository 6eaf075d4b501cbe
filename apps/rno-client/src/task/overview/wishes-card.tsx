import type { TaskView } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import classes from '../task.module.css';

/** How the task is to be rendered, and on what. What nobody asked for is left out. */
export function WishesCard({ view }: { readonly view: TaskView }) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const { order, maxMachines, continuesOnFailure, requirements } = view;
  const { tags, engineVersion, memoryMb, needsGpu } = requirements;
  const pairs: (readonly [string, string])[] = [
    [t('overview.order'), order === 'sparse' ? t('overview.sparse') : t('overview.ascending')],
    [t('overview.maxMachines'), maxMachines === null ? t('overview.noLimit') : format.number(maxMachines)],
    [t('overview.onFailure'), continuesOnFailure ? t('overview.goesOn') : t('overview.stops')],
  ];
  if (tags.length > 0) pairs.push([t('overview.tags'), tags.join(', ')]);
  if (engineVersion !== null) pairs.push([t('overview.version'), engineVersion]);
  if (memoryMb !== null) {
    pairs.push([t('overview.memory'), t('overview.memoryMb', { amount: format.number(memoryMb) })]);
  }
  if (needsGpu) pairs.push([t('overview.gpu'), t('overview.needed')]);
  return (
    <dl className={classes.pairs}>
      {pairs.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
