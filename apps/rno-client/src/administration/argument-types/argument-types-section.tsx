import { Code, UnstyledButton } from '@mantine/core';
import type { ArgumentTypeView } from '@renderonline/contract';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListingColumn } from '../../elements/listing/listing.tsx';
import classes from '../administration.module.css';
import { KeptList } from '../kept-list.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';
import { ArgumentTypeForm } from './argument-type-form.tsx';

const blank: ArgumentTypeView = { argTypeId: '', type: 'word', regex: null };

/** What may be filled into the templates of engines. */
export function ArgumentTypesSection() {
  const { t } = useTranslation('administration');
  const list = useAdministration('argument-types', ({ argumentTypes }, signal) => argumentTypes({ signal }));
  const [open, setOpen] = useState<ArgumentTypeView | 'new' | null>(null);
  const close = (): void => setOpen(null);
  const remove = useFarmChange('argument-types', ({ removeArgumentType }, argTypeId: string) =>
    removeArgumentType(argTypeId),
  );
  return (
    <>
      <KeptList
        texts={{
          label: t('sections.argument-types'),
          add: t('argumentTypes.add'),
          removeText: t('argumentTypes.removeText'),
        }}
        query={list}
        rows={list.data?.argumentTypes}
        columns={useArgumentTypeColumns(setOpen)}
        rowKey={({ argTypeId }) => argTypeId}
        nameOf={({ argTypeId }) => argTypeId}
        add={() => setOpen('new')}
        change={setOpen}
        remove={remove}
      />
      {open !== null && (
        <ArgumentTypeForm argumentType={open === 'new' ? blank : open} isNew={open === 'new'} close={close} />
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
  }, [t, open]);
}
