import { Fieldset, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { AddSubscriptionRequest, SubscriptionView } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../elements/form-dialog.tsx';
import { useDraft } from '../../elements/use-draft.ts';
import { useFarmChange } from '../use-farm-change.ts';
import { keepFieldsOf, keepOf, keptKinds } from './keep-limits.ts';

interface SubscriptionFormProps {
  /** undefined for one that is added. */
  readonly subscription: SubscriptionView | undefined;
  readonly close: () => void;
}

/** Adds a subscription, or changes one. */
export function SubscriptionForm({ subscription, close }: SubscriptionFormProps) {
  const { t } = useTranslation('administration');
  const draft = useDraft({
    name: subscription?.name ?? '',
    queueLimit: subscription?.queueLimit ?? 10,
    weight: subscription?.weight ?? 1,
    ...keepFieldsOf(subscription?.keep),
  });
  const { name, queueLimit, weight, ...keep } = draft.values;
  const save = useFarmChange('subscriptions', (administration, request: AddSubscriptionRequest) =>
    subscription === undefined
      ? administration.addSubscription(request)
      : administration.changeSubscription(subscription.subscriptionId, request),
  );
  const toNumber = (value: string | number): number | '' => (value === '' ? '' : Number(value));
  return (
    <FormDialog
      title={t(subscription === undefined ? 'subscriptions.add' : 'subscriptions.change')}
      isDirty={draft.isDirty}
      isPending={save.isPending}
      error={save.error}
      submit={() => save.mutate({ name, queueLimit, weight, keep: keepOf(keep) }, { onSuccess: close })}
      close={close}
    >
      <TextInput
        label={t('subscriptions.name')}
        required
        data-autofocus
        maxLength={255}
        value={name}
        onChange={(event) => draft.set({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t('subscriptions.queueLimit')}
          description={t('subscriptions.queueLimitHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0}
          max={4_294_967_295}
          allowDecimal={false}
          value={queueLimit}
          onChange={(value) => draft.set({ queueLimit: Number(value) })}
        />
        <NumberInput
          label={t('subscriptions.weight')}
          description={t('subscriptions.weightHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0.001}
          max={1_000_000}
          step={1}
          value={weight}
          onChange={(value) => draft.set({ weight: Number(value) })}
        />
      </SimpleGrid>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('subscriptions.keepHint')}
        </Text>
        {keptKinds.map((kind) => (
          <Fieldset key={kind} legend={t(`subscriptions.kept.${kind}`)} p="sm">
            <SimpleGrid cols={2}>
              <NumberInput
                label={t('subscriptions.days')}
                placeholder={t('subscriptions.forGood')}
                min={0}
                max={36_500}
                allowDecimal={false}
                value={keep[`${kind}Days`]}
                onChange={(value) => draft.set({ [`${kind}Days`]: toNumber(value) })}
              />
              <NumberInput
                label={t('subscriptions.gigabytes')}
                placeholder={t('subscriptions.unlimited')}
                min={0}
                max={9_000_000}
                value={keep[`${kind}Gigabytes`]}
                onChange={(value) => draft.set({ [`${kind}Gigabytes`]: toNumber(value) })}
              />
            </SimpleGrid>
          </Fieldset>
        ))}
      </Stack>
    </FormDialog>
  );
}
