import { Button, Menu } from '@mantine/core';
import type { EngineSettings } from '@renderonline/contract';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { ConfirmDialog } from '../../elements/confirm-dialog.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { Listing, type ListingColumn } from '../../elements/listing/listing.tsx';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import { RowMenu } from '../row-menu.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';

/** What the farm renders with. */
export function EnginesSection() {
  const { t } = useTranslation('engines');
  const { t: tAll } = useTranslation('administration');
  const [, navigate] = useLocation();
  const list = useAdministration('engines', ({ engines }, signal) => engines({ signal }));
  const [leaving, setLeaving] = useState<EngineSettings | null>(null);
  const remove = useFarmChange('engines', ({ removeEngine }, engineId: number) => removeEngine(engineId));
  const columns = useEngineColumns();
  const add = (): void => navigate(addresses.engine('new'));
  useShortcut({ keys: 'a', label: t('add'), run: add });
  if (list.isError) return <FailureNote error={list.error} retry={list.refetch} />;
  return (
    <>
      <Listing
        label={tAll('sections.engines')}
        rows={list.data?.engines}
        columns={columns}
        rowKey={({ engineId }) => engineId}
        actions={(engine) => (
          <RowMenu name={engine.name}>
            <Menu.Item
              leftSection={<IconPencil size={16} />}
              onClick={() => navigate(addresses.engine(engine.engineId))}
            >
              {tAll('change')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => {
                remove.reset();
                setLeaving(engine);
              }}
            >
              {tAll('remove')}
            </Menu.Item>
          </RowMenu>
        )}
      >
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t('add')}
        </Button>
      </Listing>
      {leaving !== null && (
        <ConfirmDialog
          title={tAll('removeTitle', { name: leaving.name })}
          text={t('removeText')}
          action={tAll('remove')}
          isPending={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(leaving.engineId, { onSuccess: () => setLeaving(null) })}
          close={() => setLeaving(null)}
        />
      )}
    </>
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
