import { Alert, Button, Card, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticePermission, useNoticeSettings } from './notice-settings.ts';

/** Of what this browser tells when tasks end. The system is asked for its permission by a click, never by itself. */
export function NotificationsCard() {
  const { t } = useTranslation('notifications');
  const [settings, setSettings] = useNoticeSettings();
  const [permission, setPermission] = useState(noticePermission);
  const isOn = settings.isInSystem && permission === 'granted';
  const switchOn = async (): Promise<void> => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    if (answer === 'granted') setSettings({ ...settings, isInSystem: true });
  };
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('text')}
        </Text>
        {(['succeeded', 'failed'] as const).map((state) => (
          <Switch
            key={state}
            label={t(`kinds.${state}`)}
            checked={settings[state]}
            onChange={(event) => setSettings({ ...settings, [state]: event.currentTarget.checked })}
          />
        ))}
        {permission === 'missing' || permission === 'denied' ? (
          <Alert color="gray" variant="light">
            {t(permission)}
          </Alert>
        ) : (
          <Group justify="space-between" gap="sm">
            <Text size="sm" style={{ flex: '1 1 260px' }}>
              {t(isOn ? 'systemOn' : 'systemOff')}
            </Text>
            <Button
              size="xs"
              variant="default"
              onClick={() => (isOn ? setSettings({ ...settings, isInSystem: false }) : void switchOn())}
            >
              {t(isOn ? 'switchOff' : 'switchOn')}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}
