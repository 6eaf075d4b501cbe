import { Card, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WebhookList } from './webhook-list.tsx';

/** The user's own webhooks. */
export function WebhooksCard() {
  const { t } = useTranslation('webhooks');
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {t('title')}
      </Title>
      <WebhookList scope="own" />
    </Card>
  );
}
