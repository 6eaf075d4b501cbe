import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorText } from './error-text.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will be. */
  readonly text: string;
  /** What the button does. */
  readonly action: string;
  readonly isPending: boolean;
  /** Why it was refused; null or undefined when it was not. */
  readonly error?: unknown;
  readonly confirm: () => void;
  readonly close: () => void;
}

/** Asks before something that cannot be taken back. Shown for as long as it is rendered. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, action, isPending, error, confirm, close } = props;
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text size="sm">{text}</Text>
        {(error ?? null) !== null && (
          <Alert color="red" variant="light" role="alert">
            <ErrorText error={error} />
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="red.9" onClick={confirm} loading={isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
