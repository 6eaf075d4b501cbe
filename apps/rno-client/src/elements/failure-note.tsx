import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiError } from '@renderonline/client/browser';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Says what went wrong where something should be, and offers to try again. */
export function FailureNote({ error, retry }: { readonly error: unknown; readonly retry?: () => unknown }) {
  const { t } = useTranslation();
  const say = useErrorText();
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
        <Text size="sm">{say(error)}</Text>
        {retry !== undefined && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            {t('failure.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Says an error in the reader's language where there is a text for its code, and in RenderAPI's words elsewhere. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (error instanceof ApiError) {
      const key = `errors.${error.code}`;
      if (i18n.exists(key)) return t(key as 'errors.unreachable');
    }
    return error instanceof Error ? error.message : String(error);
  };
}
