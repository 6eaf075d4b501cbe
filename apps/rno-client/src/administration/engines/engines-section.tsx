import type { EngineSettings } from '@renderonline/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import type { ListingColumn } from '../../elements/listing/listing.tsx';
import { KeptList } from '../kept-list.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';

/** What the farm renders with. */
export function EnginesSection() {
  const { t } = useTranslation('engines');
  const { t: tAll } = useTranslation('administration');
  const [, navigate] = useLocation();
  const list = useAdministration('engines', ({ engines }, signal) => engines({ signal }));
  const remove = useFarmChange('engines', ({ removeEngine }, engineId: number) => removeEngine(engineId));
  return (
    <KeptList
      texts={{ label: tAll('sections.engines'), add: t('add'), removeText: t('removeText') }}
      query={list}
      rows={list.data?.engines}
      columns={useEngineColumns()}
      rowKey={({ engineId }) => engineId}
      nameOf={({ name }) => name}
      add={() => navigate(addresses.engine('new'))}
      change={({ engineId }) => navigate(addresses.engine(engineId))}
      remove={remove}
    />
  );
}

function useEngineColumns(): readonly ListingColumn<EngineSettings>[] {
  const { t } = useTranslation('engines');
  return useMemo(
    () => [
      {
        key: 'name',
        label: t('name'),
        value: ({ name }) => name,
        cell: ({ engineId, name }) => <Link href={addresses.engine(engineId)}>{name}</Link>,
      },
      { key: 'extension', label: t('extension'), value: ({ extension }) => extension },
      { key: 'adapter', label: t('adapter'), value: ({ adapter }) => t(`adapters.${adapter}`) },
      { key: 'folder', label: t('folder'), value: ({ downloadPath }) => downloadPath },
    ],
    [t],
  );
}
