import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from './error-text.tsx';

interface FormDialogProps {
  readonly title: string;
  /** Whether closing it would lose something. */
  readonly isDirty: boolean;
  readonly isPending: boolean;
  /** Why it was refused; null or undefined when it was not. */
  readonly error?: unknown;
  readonly submitLabel?: string;
  readonly submit: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog, which asks before it throws away what was typed. Shown for as long as it is rendered. */
export function FormDialog(props: FormDialogProps) {
  const { title, isDirty, isPending, error, submitLabel, submit, close, children } = props;
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const tryToClose = (): void => {
    if (isDirty) setAsked(true);
    else close();
  };
  return (
    <Modal
      opened
      onClose={tryToClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          {(error ?? null) !== null && (
            <Alert color="red" variant="light" role="alert">
              <ErrorText error={error} />
            </Alert>
          )}
          {children}
          {isAsked && isDirty ? (
            <Alert color="yellow" variant="light" role="alert" title={t('unsaved.title')}>
              <Stack gap="sm">
                <Text size="sm">{t('unsaved.text')}</Text>
                <Group justify="flex-end">
                  <Button variant="default" onClick={close}>
                    {t('unsaved.discard')}
                  </Button>
                  <Button onClick={() => setAsked(false)} autoFocus>
                    {t('unsaved.stay')}
                  </Button>
                </Group>
              </Stack>
            </Alert>
          ) : (
            <Group justify="flex-end">
              <Button variant="default" onClick={tryToClose}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={isPending}>
                {submitLabel ?? t('save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Modal>
  );
}
