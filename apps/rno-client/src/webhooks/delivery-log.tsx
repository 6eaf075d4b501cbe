import { Button, Code, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { DeliveryView } from '@renderonline/contract';
import { IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../elements/failure-note.tsx';
import { useFormat, useNow } from '../format/use-format.ts';
import { useDeliveries, useWebhookChange } from './use-webhooks.ts';

const pageSize = 20;

/** What was sent to a webhook, newest first, what was answered, and when it is tried again. */
export function DeliveryLog({ webhookId }: { readonly webhookId: number }) {
  const { t } = useTranslation('webhooks');
  const [limit, setLimit] = useState(pageSize);
  const list = useDeliveries(webhookId, limit);
  if (list.isError) return <FailureNote error={list.error} retry={list.refetch} />;
  if (list.data === undefined) return <Skeleton h={40} mt="sm" />;
  const { deliveries, nextBefore } = list.data;
  if (deliveries.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="sm">
        {t('nothingSent')}
      </Text>
    );
  }
  return (
    <>
      <Stack component="ul" gap="sm" p={0} m={0} mt="sm" style={{ listStyle: 'none' }} aria-label={t('log')}>
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.deliveryId} webhookId={webhookId} delivery={delivery} />
        ))}
      </Stack>
      {nextBefore !== null && limit < 200 && (
        <Button mt="sm" size="xs" variant="default" onClick={() => setLimit(Math.min(200, limit * 3))}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

const looks = {
  delivered: { Icon: IconCircleCheck, colour: 'var(--state-succeeded)' },
  pending: { Icon: IconClock, colour: 'var(--state-queued)' },
  'given-up': { Icon: IconCircleX, colour: 'var(--state-failed)' },
} as const;

interface DeliveryLineProps {
  readonly webhookId: number;
  readonly delivery: DeliveryView;
}

function DeliveryLine({ webhookId, delivery }: DeliveryLineProps) {
  const { t } = useTranslation('webhooks');
  const format = useFormat();
  const nowMs = useNow();
  const { deliveryId, event, state, tries, createdAt, nextTryAt, status, durationMs, answer } = delivery;
  const { Icon, colour } = looks[state];
  const again = useWebhookChange((webhooks, _: undefined) => webhooks.redeliver(webhookId, deliveryId));
  const facts = [
    format.dateTime(createdAt),
    ...(status === null ? [] : [t('status', { status })]),
    ...(durationMs === null ? [] : [format.duration(durationMs)]),
    ...(tries > 1 ? [t('tries', { count: tries })] : []),
    ...(state === 'pending' && nextTryAt !== null && tries > 0
      ? [t('nextTry', { when: format.relative(nextTryAt, nowMs) })]
      : []),
  ];
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text size="sm">
            <Icon size={14} aria-hidden style={{ color: colour, verticalAlign: -2 }} />{' '}
            <Text span inherit fw={600} style={{ color: colour }}>
              {t(`states.${state}`)}
            </Text>
            {` · ${t(`kinds.${event as 'test'}`)}`}
          </Text>
          <Text size="xs" c="dimmed">
            {facts.join(' · ')}
          </Text>
          {answer !== null && answer !== '' && (
            <Code style={{ wordBreak: 'break-word', whiteSpace: 'pre-wrap' }}>{answer}</Code>
          )}
        </div>
        {state !== 'pending' && (
          <Button
            size="compact-xs"
            variant="default"
            loading={again.isPending}
            onClick={() => again.mutate(undefined)}
          >
            {t('again')}
          </Button>
        )}
      </Group>
    </li>
  );
}
