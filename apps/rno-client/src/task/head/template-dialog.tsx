import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { TaskSnapshot } from '@renderonline/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';

interface TemplateDialogProps {
  readonly task: TaskSnapshot;
  readonly close: () => void;
}

/** Keeps what the task was submitted with, for the next scene. */
export function TemplateDialog({ task, close }: TemplateDialogProps) {
  const { t } = useTranslation('task');
  const { t: tCommon } = useTranslation();
  const api = useApi();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => api.taskTemplates.save({ name: name.trim(), fromTaskId: task.taskId }),
    onSuccess: () => {
      notifications.show({ color: 'teal', message: t('template.saved') });
      close();
      return queryClient.invalidateQueries({ queryKey: ['task-templates'] });
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t('template.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('template.hint')}
          </Text>
          <TextInput
            label={t('template.name')}
            required
            maxLength={100}
            data-autofocus
            value={name}
            error={save.isError ? <ErrorText error={save.error} /> : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {tCommon('save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
