import { Button, Menu, UnstyledButton } from '@mantine/core';
import type { SubscriptionView } from '@renderonline/contract';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../elements/confirm-dialog.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { Listing, type ListingColumn } from '../../elements/listing/listing.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import classes from '../administration.module.css';
import { RowMenu } from '../row-menu.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';
import { keptKinds } from './keep-limits.ts';
import { SubscriptionForm } from './subscription-form.tsx';

/** What is open over the list. */
interface Dialog {
  readonly kind: 'form' | 'remove';
  readonly subscription: SubscriptionView | undefined;
}

/** What users may have queued and keep, and how much of the farm they get. */
export function SubscriptionsSection() {
  const { t } = useTranslation('administration');
  const list = useAdministration('subscriptions', ({ subscriptions }, signal) => subscriptions({ signal }));
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const columns = useSubscriptionColumns((subscription) => setDialog({ kind: 'form', subscription }));
  const remove = useFarmChange('subscriptions', ({ removeSubscription }, subscriptionId: number) =>
    removeSubscription(subscriptionId),
  );
  const add = (): void => setDialog({ kind: 'form', subscription: undefined });
  useShortcut({ keys: 'a', label: t('subscriptions.add'), run: add });
  if (list.isError) return <FailureNote error={list.error} retry={list.refetch} />;
  return (
    <>
      <Listing
        label={t('sections.subscriptions')}
        rows={list.data?.subscriptions}
        columns={columns}
        rowKey={({ subscriptionId }) => subscriptionId}
        actions={(subscription) => (
          <RowMenu name={subscription.name}>
            <Menu.Item
              leftSection={<IconPencil size={16} />}
              onClick={() => setDialog({ kind: 'form', subscription })}
            >
              {t('change')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => {
                remove.reset();
                setDialog({ kind: 'remove', subscription });
              }}
            >
              {t('remove')}
            </Menu.Item>
          </RowMenu>
        )}
      >
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t('subscriptions.add')}
        </Button>
      </Listing>
      {dialog?.kind === 'form' && <SubscriptionForm subscription={dialog.subscription} close={close} />}
      {dialog?.kind === 'remove' && dialog.subscription !== undefined && (
        <ConfirmDialog
          title={t('removeTitle', { name: dialog.subscription.name })}
          text={t('subscriptions.removeText')}
          action={t('remove')}
          isPending={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(dialog.subscription?.subscriptionId ?? 0, { onSuccess: close })}
          close={close}
        />
      )}
    </>
  );
}

function useSubscriptionColumns(
  open: (subscription: SubscriptionView) => void,
): readonly ListingColumn<SubscriptionView>[] {
  const { t } = useTranslation('administration');
  const format = useFormat();
  return useMemo(() => {
    const keptText = ({ days, bytes }: SubscriptionView['keep']['tasks']): string =>
      [
        ...(days === null ? [] : [t('subscriptions.keptDays', { count: days })]),
        ...(bytes === null ? [] : [format.bytes(bytes)]),
      ].join(', ') || t('subscriptions.forGood');
    const columns: ListingColumn<SubscriptionView>[] = [
      {
        key: 'name',
        label: t('subscriptions.name'),
        value: ({ name }) => name,
        cell: (subscription) => (
          <UnstyledButton className={classes.name} onClick={() => open(subscription)}>
            {subscription.name}
          </UnstyledButton>
        ),
      },
      {
        key: 'queueLimit',
        label: t('subscriptions.queueLimit'),
        value: ({ queueLimit }) => queueLimit,
        cell: ({ queueLimit }) => format.number(queueLimit),
        isNumber: true,
      },
      {
        key: 'weight',
        label: t('subscriptions.weight'),
        value: ({ weight }) => weight,
        cell: ({ weight }) => format.number(weight, 3),
        isNumber: true,
      },
      ...keptKinds.map((kind): ListingColumn<SubscriptionView> => ({
        key: kind,
        label: t(`subscriptions.kept.${kind}`),
        value: ({ keep }) => keep[kind].days,
        cell: ({ keep }) => keptText(keep[kind]),
      })),
    ];
    return columns;
    // `open` only sets a state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [t, format]);
}
