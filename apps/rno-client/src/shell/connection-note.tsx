import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../farm/farm-provider.tsx';
import { useAskAgain } from '../session/use-session.ts';

/** Says quietly that what is shown is not the newest, for as long as that is so. */
export function ConnectionNote() {
  const { t } = useTranslation();
  const connection = useConnection();
  const askAgain = useAskAgain();
  if (connection === 'live' || connection === 'connecting') return <div role="status" />;
  return (
    <Alert
      role="status"
      color={connection === 'away' ? 'yellow' : 'red'}
      variant="light"
      icon={<IconPlugConnectedX size={18} />}
      mb="md"
      p="xs"
    >
      <Group justify="space-between">
        <Text size="sm">{t(connection === 'away' ? 'connection.away' : 'connection.refused')}</Text>
        {connection === 'refused' && (
          <Button size="xs" onClick={() => void askAgain()}>
            {t('login.submit')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
