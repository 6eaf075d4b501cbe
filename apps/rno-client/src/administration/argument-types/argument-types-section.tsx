import { Button, Code, Menu, UnstyledButton } from '@mantine/core';
import type { ArgumentTypeView } from '@renderonline/contract';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../elements/confirm-dialog.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { Listing, type ListingColumn } from '../../elements/listing/listing.tsx';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import classes from '../administration.module.css';
import { RowMenu } from '../row-menu.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';
import { ArgumentTypeForm } from './argument-type-form.tsx';

/** What is open over the list; without a type it is a new one. */
interface Dialog {
  readonly kind: 'form' | 'remove';
  readonly argumentType: ArgumentTypeView | undefined;
}

const blank: ArgumentTypeView = { argTypeId: '', type: 'word', regex: null };

/** What may be filled into the templates of engines. */
export function ArgumentTypesSection() {
  const { t } = useTranslation('administration');
  const list = useAdministration('argument-types', ({ argumentTypes }, signal) => argumentTypes({ signal }));
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const columns = useArgumentTypeColumns((argumentType) => setDialog({ kind: 'form', argumentType }));
  const remove = useFarmChange('argument-types', ({ removeArgumentType }, argTypeId: string) =>
    removeArgumentType(argTypeId),
  );
  const add = (): void => setDialog({ kind: 'form', argumentType: undefined });
  useShortcut({ keys: 'a', label: t('argumentTypes.add'), run: add });
  if (list.isError) return <FailureNote error={list.error} retry={list.refetch} />;
  return (
    <>
      <Listing
        label={t('sections.argument-types')}
        rows={list.data?.argumentTypes}
        columns={columns}
        rowKey={({ argTypeId }) => argTypeId}
        actions={(argumentType) => (
          <RowMenu name={argumentType.argTypeId}>
            <Menu.Item
              leftSection={<IconPencil size={16} />}
              onClick={() => setDialog({ kind: 'form', argumentType })}
            >
              {t('change')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => {
                remove.reset();
                setDialog({ kind: 'remove', argumentType });
              }}
            >
              {t('remove')}
            </Menu.Item>
          </RowMenu>
        )}
      >
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t('argumentTypes.add')}
        </Button>
      </Listing>
      {dialog?.kind === 'form' && (
        <ArgumentTypeForm
          argumentType={dialog.argumentType ?? blank}
          isNew={dialog.argumentType === undefined}
          close={close}
        />
      )}
      {dialog?.kind === 'remove' && dialog.argumentType !== undefined && (
        <ConfirmDialog
          title={t('removeTitle', { name: dialog.argumentType.argTypeId })}
          text={t('argumentTypes.removeText')}
          action={t('remove')}
          isPending={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(dialog.argumentType?.argTypeId ?? '', { onSuccess: close })}
          close={close}
        />
      )}
    </>
  );
}

function useArgumentTypeColumns(
  open: (argumentType: ArgumentTypeView) => void,
): readonly ListingColumn<ArgumentTypeView>[] {
  const { t } = useTranslation('administration');
  return useMemo(() => {
    const columns: ListingColumn<ArgumentTypeView>[] = [
      {
        key: 'name',
        label: t('argumentTypes.name'),
        value: ({ argTypeId }) => argTypeId,
        cell: (argumentType) => (
          <UnstyledButton className={classes.name} onClick={() => open(argumentType)}>
            {argumentType.argTypeId}
          </UnstyledButton>
        ),
      },
      { key: 'type', label: t('argumentTypes.type'), value: ({ type }) => type },
      {
        key: 'regex',
        label: t('argumentTypes.regex'),
        value: ({ regex }) => regex,
        cell: ({ regex }) =>
          regex === null ? (
            t('argumentTypes.ofType')
          ) : (
            <Code style={{ wordBreak: 'break-all', whiteSpace: 'pre-wrap' }}>{regex}</Code>
          ),
      },
    ];
    return columns;
    // `open` only sets a state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [t]);
}
