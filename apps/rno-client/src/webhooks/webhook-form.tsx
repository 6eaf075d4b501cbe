import { Checkbox, Stack, Switch, TextInput } from '@mantine/core';
import type { WebhookAdded, WebhookView } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../elements/form-dialog.tsx';
import { useDraft } from '../elements/use-draft.ts';
import { useWebhookChange } from './use-webhooks.ts';
import { chosenEvents, eventsFor } from './webhook-events.ts';

interface WebhookFormProps {
  /** undefined for one that is added. */
  readonly webhook: WebhookView | undefined;
  readonly scope: WebhookView['scope'];
  readonly close: () => void;
  readonly added: (webhook: WebhookAdded) => void;
}

/** Adds a webhook, or changes one. */
export function WebhookForm({ webhook, scope, close, added }: WebhookFormProps) {
  const { t } = useTranslation('webhooks');
  const draft = useDraft({
    url: webhook?.url ?? '',
    isActive: webhook?.isActive ?? true,
    ...chosenEvents(webhook?.events),
  });
  const { url, isActive, ...chosen } = draft.values;
  const allEvents = eventsFor(scope);
  const events = allEvents.filter((event) => chosen[event]);
  const fields = { url, isActive, events: [...events] };
  const add = useWebhookChange((webhooks, _: undefined) => webhooks.add({ ...fields, scope }));
  const change = useWebhookChange((webhooks, webhookId: number) => webhooks.change(webhookId, fields));
  const submit = (): void => {
    if (webhook === undefined) add.mutate(undefined, { onSuccess: added });
    else change.mutate(webhook.webhookId, { onSuccess: close });
  };
  return (
    <FormDialog
      title={t(webhook === undefined ? 'add' : 'change')}
      isDirty={draft.isDirty}
      isPending={add.isPending || change.isPending}
      error={add.error ?? change.error}
      submitLabel={t(webhook === undefined ? 'add' : 'save')}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t('url')}
        description={t(scope === 'own' ? 'urlHint' : 'urlHintFarm')}
        type="url"
        required
        data-autofocus
        maxLength={2000}
        value={url}
        onChange={(event) => draft.set({ url: event.currentTarget.value.trim() })}
      />
      <Checkbox.Group
        label={t('events')}
        value={[...events]}
        error={events.length === 0 ? t('noEvents') : undefined}
        onChange={(values) =>
          draft.set(Object.fromEntries(allEvents.map((event) => [event, values.includes(event)])))
        }
      >
        <Stack gap={6} mt={6}>
          {allEvents.map((event) => (
            <Checkbox key={event} value={event} label={t(`kinds.${event}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Switch
        label={t('active')}
        checked={isActive}
        onChange={(event) => draft.set({ isActive: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
