import { ActionIcon, Badge, Button, Card, Collapse, Group, Menu, Stack, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { WebhookView } from '@renderonline/contract';
import { IconChevronDown, IconDots, IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../elements/error-text.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { useWebhookChange } from './use-webhooks.ts';

interface WebhookEntryProps {
  readonly webhook: WebhookView;
  readonly change: () => void;
  readonly remove: () => void;
}

/** A webhook, with what was sent to it. */
export function WebhookEntry({ webhook, change, remove }: WebhookEntryProps) {
  const { t } = useTranslation('webhooks');
  const { webhookId, url, events, isActive, owner, offBecause } = webhook;
  const [isOpen, setOpen] = useState(false);
  const logId = useId();
  const sayFailure = (error: unknown) =>
    notifications.show({ color: 'red', title: t('failed'), message: <ErrorText error={error} /> });
  const test = useWebhookChange((webhooks, _: undefined) => webhooks.test(webhookId));
  const setActive = useWebhookChange((webhooks, isOn: boolean) =>
    webhooks.change(webhookId, { isActive: isOn }),
  );
  const takeOver = useWebhookChange((webhooks, _: undefined) => webhooks.takeOver(webhookId));
  return (
    <Card component="li" withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={6} style={{ minWidth: 0 }}>
          <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
            {url}
          </Text>
          <Group gap={6}>
            {events.map((event) => (
              <Badge key={event} variant="default" tt="none" fw={500}>
                {t(`kinds.${event}`)}
              </Badge>
            ))}
          </Group>
        </Stack>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('actionsOf', { url })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={change}>
              {t('change')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
              {t('remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {offBecause !== null && (
        <Group role="note" justify="space-between" mt="sm" gap="xs">
          <Text size="sm">
            <strong>{t('off')}:</strong> {t(`offBecause.${offBecause}`, { owner })}
          </Text>
          <Button
            size="xs"
            variant="default"
            loading={takeOver.isPending}
            onClick={() => takeOver.mutate(undefined, { onError: sayFailure })}
          >
            {t('takeOver')}
          </Button>
        </Group>
      )}
      <Group justify="space-between" mt="sm" gap="xs">
        <Switch
          label={t('active')}
          checked={setActive.isPending ? setActive.variables : isActive}
          onChange={(event) => setActive.mutate(event.currentTarget.checked, { onError: sayFailure })}
        />
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSend size={14} aria-hidden />}
            loading={test.isPending}
            disabled={offBecause !== null}
            onClick={() => test.mutate(undefined, { onSuccess: () => setOpen(true), onError: sayFailure })}
          >
            {t('test')}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            rightSection={
              <IconChevronDown size={14} aria-hidden style={isOpen ? { transform: 'rotate(180deg)' } : {}} />
            }
            aria-expanded={isOpen}
            aria-controls={logId}
            onClick={() => setOpen(!isOpen)}
          >
            {t('log')}
          </Button>
        </Group>
      </Group>
      <Collapse expanded={isOpen} id={logId}>
        {isOpen && <DeliveryLog webhookId={webhookId} />}
      </Collapse>
    </Card>
  );
}
