import { Checkbox, MultiSelect, Select, SimpleGrid, TagsInput, Text, TextInput } from '@mantine/core';
import type { EngineView } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useTasks } from '../../farm/farm-provider.tsx';
import type { Problems } from './form-problems.ts';
import { videoEngineOf, type TaskForm } from './task-form.ts';

interface WishesFieldsProps {
  readonly form: TaskForm;
  readonly engines: readonly EngineView[];
  readonly problems: Problems;
  readonly onChange: (changes: Partial<TaskForm>) => void;
}

/** A longer list is read by nobody. */
const mostOffered = 200;

/** How a task is to be rendered, for those who want it otherwise than usual. */
export function WishesFields({ form, engines, problems, onChange }: WishesFieldsProps) {
  const { t } = useTranslation('submit');
  const problemOf = (name: string) => {
    const problem = problems.get(name);
    return problem && t(`problems.${problem}`);
  };
  const text = (name: 'priority' | 'maxMachines' | 'engineVersion' | 'memoryMb' | 'framesPerSecond') => ({
    label: t(`fields.${name}`),
    value: form[name],
    error: problemOf(name),
    onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
      onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput {...text('priority')} description={t('fields.priorityHint')} inputMode="numeric" />
      <Select
        label={t('fields.order')}
        data={[
          { value: 'ascending', label: t('fields.ascending') },
          { value: 'sparse', label: t('fields.sparse') },
        ]}
        value={form.order}
        allowDeselect={false}
        onChange={(order) => onChange({ order: order === 'sparse' ? 'sparse' : 'ascending' })}
        inputWrapperOrder={['label', 'error', 'input', 'description']}
      />
      <TextInput {...text('maxMachines')} placeholder={t('fields.noLimit')} inputMode="numeric" />
      <TextInput {...text('memoryMb')} placeholder={t('fields.any')} inputMode="numeric" />
      <TextInput
        {...text('engineVersion')}
        description={t('fields.engineVersionHint')}
        placeholder={t('fields.any')}
      />
      <TagsInput
        label={t('fields.tags')}
        value={[...form.tags]}
        error={problemOf('tags')}
        onChange={(tags) => onChange({ tags })}
        splitChars={[',', ' ']}
        maxTags={32}
      />
      <AfterTasks form={form} onChange={onChange} />
      {videoEngineOf(engines) !== undefined && (
        <Select
          label={t('fields.video')}
          data={[
            { value: 'none', label: t('fields.noVideo') },
            { value: 'mp4', label: t('fields.mp4') },
            { value: 'webm', label: t('fields.webm') },
          ]}
          value={form.video === '' ? 'none' : form.video}
          allowDeselect={false}
          onChange={(video) => onChange({ video: video === 'mp4' || video === 'webm' ? video : '' })}
        />
      )}
      {form.video !== '' && <TextInput {...text('framesPerSecond')} inputMode="decimal" />}
      <Checkbox
        label={t('fields.needsGpu')}
        checked={form.needsGpu}
        onChange={(event) => onChange({ needsGpu: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('fields.continuesOnFailure')}
        checked={form.continuesOnFailure}
        onChange={(event) => onChange({ continuesOnFailure: event.currentTarget.checked })}
      />
      {form.steps.length > 0 && <Text size="sm">{t('fields.steps', { count: form.steps.length })}</Text>}
    </SimpleGrid>
  );
}

/** Tasks of one's own that have not ended: others cannot be waited for. */
function AfterTasks({ form, onChange }: Pick<WishesFieldsProps, 'form' | 'onChange'>) {
  const { t } = useTranslation('submit');
  const tasks = useTasks();
  const offered = [...tasks.values()]
    .filter(({ state }) => state === 'queued' || state === 'running' || state === 'paused')
    .sort((a, b) => b.taskId - a.taskId)
    .slice(0, mostOffered)
    .map(({ taskId, fileName }) => ({
      value: String(taskId),
      label: t('fields.task', { name: fileName, taskId }),
    }));
  return (
    <MultiSelect
      label={t('fields.dependsOn')}
      data={offered}
      value={form.dependsOn.map(String)}
      onChange={(ids) => onChange({ dependsOn: ids.map(Number) })}
      searchable
      disabled={offered.length === 0 && form.dependsOn.length === 0}
    />
  );
}
