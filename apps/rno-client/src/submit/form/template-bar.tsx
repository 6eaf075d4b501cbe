import { Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { EngineView, TemplateSubmission } from '@renderonline/contract';
import { IconBookmark } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';

const listKey = ['task-templates'];

interface TemplateBarProps {
  /** Those that open the file at hand. */
  readonly engines: readonly EngineView[];
  readonly onChoose: (submission: TemplateSubmission) => void;
  /** undefined while the form has problems. */
  readonly submission: (() => TemplateSubmission) | undefined;
}

/** What is asked for again and again, under names. */
export function TemplateBar({ engines, onChoose, submission }: TemplateBarProps) {
  const { t } = useTranslation('submit');
  const api = useApi();
  const { data } = useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) => (await api.taskTemplates.list({ limit: 200 }, { signal })).taskTemplates,
  });
  const choose = useMutation({
    mutationFn: (templateId: number) => api.taskTemplates.get(templateId),
    onSuccess: ({ submission: chosen }) => {
      if (engines.some(({ engineId }) => engineId === chosen.engineId)) onChoose(chosen);
      else notifications.show({ color: 'yellow', message: t('templates.wrongEngine') });
    },
    onError: (error) => notifications.show({ color: 'red', message: <ErrorText error={error} /> }),
  });
  return (
    <Group gap="xs">
      {data !== undefined && data.length > 0 && (
        <Select
          aria-label={t('templates.choose')}
          placeholder={t('templates.choose')}
          data={data.map(({ templateId, name }) => ({ value: String(templateId), label: name }))}
          value={null}
          disabled={choose.isPending}
          searchable
          onChange={(templateId) => {
            if (templateId !== null) choose.mutate(Number(templateId));
          }}
          w={220}
        />
      )}
      <SaveTemplate submission={submission} />
    </Group>
  );
}

function SaveTemplate({ submission }: Pick<TemplateBarProps, 'submission'>) {
  const { t } = useTranslation('submit');
  const { t: tCommon } = useTranslation();
  const api = useApi();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: (kept: TemplateSubmission) => api.taskTemplates.save({ name: name.trim(), submission: kept }),
    onSuccess: () => {
      setIsOpen(false);
      setName('');
      notifications.show({ color: 'teal', message: t('templates.saved') });
      return queryClient.invalidateQueries({ queryKey: listKey });
    },
  });
  return (
    <Popover opened={isOpen} onChange={setIsOpen} trapFocus withArrow position="bottom-end">
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={16} aria-hidden />}
          disabled={submission === undefined}
          onClick={() => setIsOpen((before) => !before)}
        >
          {t('templates.save')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            // The page's own form is around this one.
            event.stopPropagation();
            if (submission !== undefined) save.mutate(submission());
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t('templates.name')}
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
      </Popover.Dropdown>
    </Popover>
  );
}
