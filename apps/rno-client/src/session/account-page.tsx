import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../elements/failure-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { useFormat, useNow } from '../format/use-format.ts';
import { NotificationsCard } from '../notifications/notifications-card.tsx';
import { useDeletions } from '../tasks/deletions/deletions-provider.tsx';
import { TaskTemplatesCard } from '../task-templates/task-templates-card.tsx';
import { WebhooksCard } from '../webhooks/webhooks-card.tsx';
import { browserName } from './browser-name.ts';
import { useCurrentSession } from './session-provider.tsx';
import { useAskAgain } from './use-session.ts';

/** Who one is, what one may, what one is told and keeps, and where one is logged in. */
export default function AccountPage() {
  const { t } = useTranslation();
  const { firstName, lastName, email, subscription } = useCurrentSession();
  return (
    <>
      <PageHead title={t('account.title')} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} maw={1600}>
        <Stack>
          <Card withBorder>
            <Title order={2} size="h5">{`${firstName} ${lastName}`}</Title>
            <Text c="dimmed">{email}</Text>
            <Text size="sm" mt="xs">
              {t('account.subscription', { name: subscription.name, count: subscription.queueLimit })}
            </Text>
          </Card>
          <NotificationsCard />
          <SessionsCard />
        </Stack>
        <Stack>
          <WebhooksCard />
          <TaskTemplatesCard />
        </Stack>
      </SimpleGrid>
    </>
  );
}

function SessionsCard() {
  const { t } = useTranslation();
  const api = useApi();
  const format = useFormat();
  const nowMs = useNow();
  const queryClient = useQueryClient();
  const askAgain = useAskAgain();
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => api.sessions.list({ signal }),
  });
  const revoke = useMutation({
    mutationFn: (sessionId: number) => api.sessions.end(sessionId),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const deletions = useDeletions();
  const revokeAll = useMutation({
    mutationFn: async () => {
      await deletions.leave();
      await api.sessions.endAll();
    },
    onSettled: askAgain,
  });
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {t('account.sessions')}
        </Title>
        <Button
          variant="default"
          size="xs"
          loading={revokeAll.isPending}
          onClick={() => {
            revokeAll.mutate();
          }}
        >
          {t('account.logOutEverywhere')}
        </Button>
      </Group>
      {sessions.isError && <FailureNote error={sessions.error} retry={sessions.refetch} />}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
        {sessions.data?.sessions.map((entry) => (
          <Group component="li" key={entry.sessionId} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" lineClamp={1} title={entry.userAgent}>
                {browserName(entry.userAgent)}
              </Text>
              <Text size="xs" c="dimmed">
                {t('account.seen', {
                  address: entry.address,
                  when: format.relative(entry.lastSeenAt, nowMs),
                })}
              </Text>
            </div>
            {entry.isThis ? (
              <Badge variant="light" tt="none" style={{ flex: 'none' }}>
                {t('account.thisSession')}
              </Badge>
            ) : (
              <Button
                size="xs"
                variant="subtle"
                style={{ flex: 'none' }}
                onClick={() => {
                  revoke.mutate(entry.sessionId);
                }}
              >
                {t('account.revoke')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
