import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import type { WebhookAdded, WebhookView } from '@renderonline/contract';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { FailureNote } from '../elements/failure-note.tsx';
import { SecretNote } from '../elements/secret-note.tsx';
import { useWebhookChange, useWebhooks } from './use-webhooks.ts';
import { WebhookEntry } from './webhook-entry.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** What is open over the list. */
type Dialog =
  | { readonly kind: 'form'; readonly webhook: WebhookView | undefined }
  | { readonly kind: 'secret'; readonly webhook: WebhookAdded }
  | { readonly kind: 'remove'; readonly webhook: WebhookView };

/** Addresses that are told when tasks end: one's own, or those of the farm. */
export function WebhookList({ scope }: { readonly scope: WebhookView['scope'] }) {
  const { t } = useTranslation('webhooks');
  const list = useWebhooks(scope);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const remove = useWebhookChange((webhooks, webhookId: number) => webhooks.remove(webhookId));
  if (list.isError) return <FailureNote error={list.error} retry={list.refetch} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed" style={{ flex: '1 1 260px' }}>
          {t(scope === 'own' ? 'text' : 'textFarm')}
        </Text>
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setDialog({ kind: 'form', webhook: undefined })}
        >
          {t('add')}
        </Button>
      </Group>
      {list.data === undefined && <Skeleton h={72} />}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('title')}>
        {list.data?.map((webhook) => (
          <WebhookEntry
            key={webhook.webhookId}
            webhook={webhook}
            change={() => setDialog({ kind: 'form', webhook })}
            remove={() => {
              remove.reset();
              setDialog({ kind: 'remove', webhook });
            }}
          />
        ))}
      </Stack>
      {dialog?.kind === 'form' && (
        <WebhookForm
          webhook={dialog.webhook}
          scope={scope}
          close={close}
          added={(webhook) => setDialog({ kind: 'secret', webhook })}
        />
      )}
      {dialog?.kind === 'secret' && <SecretDialog webhook={dialog.webhook} close={close} />}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title={t('removeTitle')}
          text={t('removeText', { url: dialog.webhook.url })}
          action={t('remove')}
          isPending={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(dialog.webhook.webhookId, { onSuccess: close })}
          close={close}
        />
      )}
    </Stack>
  );
}

function SecretDialog({ webhook, close }: { readonly webhook: WebhookAdded; readonly close: () => void }) {
  const { t } = useTranslation('webhooks');
  const { t: tCommon } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={t('secretTitle')}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <Stack>
        <Text size="sm">{t('secretText')}</Text>
        <SecretNote secret={webhook.secret} label={t('secret')} />
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            {t('secretKept')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
