import { Button, Menu } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { FailureNote } from '../elements/failure-note.tsx';
import { Listing, type ListingColumn } from '../elements/listing/listing.tsx';
import { useShortcut } from '../shell/shortcuts/shortcut-provider.tsx';
import { RowMenu } from './row-menu.tsx';

interface KeptListProps<Row, Key extends string | number> {
  readonly texts: { readonly label: string; readonly add: string; readonly removeText: string };
  readonly query: Pick<UseQueryResult, 'isError' | 'error' | 'refetch'>;
  /** undefined while they are being read. */
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly ListingColumn<Row>[];
  readonly rowKey: (row: Row) => Key;
  readonly nameOf: (row: Row) => string;
  readonly add: () => void;
  readonly change: (row: Row) => void;
  readonly remove: UseMutationResult<unknown, Error, Key>;
}

/** What admins keep a list of: to be added to, changed, and removed from after a question. */
export function KeptList<Row, Key extends string | number>(props: KeptListProps<Row, Key>) {
  const { texts, query, rows, columns, rowKey, nameOf, add, change, remove } = props;
  const { t } = useTranslation('administration');
  const [leaving, setLeaving] = useState<Row | null>(null);
  const close = (): void => setLeaving(null);
  useShortcut({ keys: 'a', label: texts.add, run: add });
  if (query.isError) return <FailureNote error={query.error} retry={query.refetch} />;
  return (
    <>
      <Listing
        label={texts.label}
        {...{ rows, columns, rowKey }}
        actions={(row) => (
          <RowMenu name={nameOf(row)}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => change(row)}>
              {t('change')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => {
                remove.reset();
                setLeaving(row);
              }}
            >
              {t('remove')}
            </Menu.Item>
          </RowMenu>
        )}
      >
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {texts.add}
        </Button>
      </Listing>
      {leaving !== null && (
        <ConfirmDialog
          title={t('removeTitle', { name: nameOf(leaving) })}
          text={texts.removeText}
          action={t('remove')}
          isPending={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(rowKey(leaving), { onSuccess: close })}
          close={close}
        />
      )}
    </>
  );
}
