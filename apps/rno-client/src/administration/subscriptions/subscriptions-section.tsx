import { UnstyledButton } from '@mantine/core';
import type { SubscriptionView } from '@renderonline/contract';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListingColumn } from '../../elements/listing/listing.tsx';
import { useFormat } from '../../format/use-format.ts';
import classes from '../administration.module.css';
import { KeptList } from '../kept-list.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';
import { keptKinds } from './keep-limits.ts';
import { SubscriptionForm } from './subscription-form.tsx';

/** What users may have queued and keep, and how much of the farm they get. */
export function SubscriptionsSection() {
  const { t } = useTranslation('administration');
  const list = useAdministration('subscriptions', ({ subscriptions }, signal) => subscriptions({ signal }));
  const [open, setOpen] = useState<SubscriptionView | 'new' | null>(null);
  const close = (): void => setOpen(null);
  const remove = useFarmChange('subscriptions', ({ removeSubscription }, subscriptionId: number) =>
    removeSubscription(subscriptionId),
  );
  return (
    <>
      <KeptList
        texts={{
          label: t('sections.subscriptions'),
          add: t('subscriptions.add'),
          removeText: t('subscriptions.removeText'),
        }}
        query={list}
        rows={list.data?.subscriptions}
        columns={useSubscriptionColumns(setOpen)}
        rowKey={({ subscriptionId }) => subscriptionId}
        nameOf={({ name }) => name}
        add={() => setOpen('new')}
        change={setOpen}
        remove={remove}
      />
      {open !== null && <SubscriptionForm subscription={open === 'new' ? undefined : open} close={close} />}
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
  }, [t, format, open]);
}
