import { ActionIcon, Badge, Card, Group, Menu, Stack, Text, TextInput, Title } from '@mantine/core';
import type { TaskTemplateSummary } from '@renderonline/contract';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { FailureNote } from '../elements/failure-note.tsx';
import { FormDialog } from '../elements/form-dialog.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { useFormat, useNow } from '../format/use-format.ts';

/** What is open over the list. */
interface Dialog {
  readonly kind: 'rename' | 'delete';
  readonly template: TaskTemplateSummary;
}

const key = ['task-templates'];

/** The user's own templates of tasks, to be renamed and deleted; they are made where tasks are submitted. */
export function TaskTemplatesCard() {
  const { t } = useTranslation('templates');
  const { taskTemplates } = useApi();
  const list = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await taskTemplates.list({ limit: 200 }, { signal })).taskTemplates,
    select: (all) => all.filter(({ isOwn }) => isOwn),
  });
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {t('title')}
      </Title>
      {list.isError && <FailureNote error={list.error} retry={list.refetch} />}
      {list.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      )}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('title')}>
        {list.data?.map((template) => (
          <TemplateLine
            key={template.templateId}
            template={template}
            open={(kind) => setDialog({ kind, template })}
          />
        ))}
      </Stack>
      {dialog?.kind === 'rename' && <RenameDialog template={dialog.template} close={close} />}
      {dialog?.kind === 'delete' && <DeleteDialog template={dialog.template} close={close} />}
    </Card>
  );
}

interface TemplateLineProps {
  readonly template: TaskTemplateSummary;
  readonly open: (kind: Dialog['kind']) => void;
}

function TemplateLine({ template: { name, isShared, updatedAt }, open }: TemplateLineProps) {
  const { t } = useTranslation('templates');
  const format = useFormat();
  const nowMs = useNow();
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          {isShared && (
            <Badge variant="default" tt="none">
              {t('shared')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {t('changed', { when: format.relative(updatedAt, nowMs) })}
        </Text>
      </div>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('actionsOf', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => open('rename')}>
            {t('rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => open('delete')}>
            {t('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

interface TemplateDialogProps {
  readonly template: TaskTemplateSummary;
  readonly close: () => void;
}

function RenameDialog({ template, close }: TemplateDialogProps) {
  const { t } = useTranslation('templates');
  const { taskTemplates } = useApi();
  const queryClient = useQueryClient();
  const [name, setName] = useState(template.name);
  const rename = useMutation({
    mutationFn: () => taskTemplates.change(template.templateId, { name }),
    onSuccess: close,
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
  return (
    <FormDialog
      title={t('rename')}
      isDirty={name !== template.name}
      isPending={rename.isPending}
      error={rename.error}
      submit={() => rename.mutate()}
      close={close}
    >
      <TextInput
        label={t('name')}
        required
        data-autofocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function DeleteDialog({ template, close }: TemplateDialogProps) {
  const { t } = useTranslation('templates');
  const { taskTemplates } = useApi();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => taskTemplates.delete(template.templateId),
    onSuccess: close,
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: template.name })}
      text={t('deleteText')}
      action={t('delete')}
      isPending={remove.isPending}
      error={remove.error}
      confirm={() => remove.mutate()}
      close={close}
    />
  );
}
