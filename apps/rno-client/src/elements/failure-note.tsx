import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from './error-text.tsx';

/** Says what went wrong where something should be, and offers to try again. */
export function FailureNote({ error, retry }: { readonly error: unknown; readonly retry?: () => unknown }) {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle />}
      title={t('failure.title')}
      m="md"
    >
      <Group justify="space-between" align="flex-start">
        <Text size="sm">
          <ErrorText error={error} />
        </Text>
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            {t('failure.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
