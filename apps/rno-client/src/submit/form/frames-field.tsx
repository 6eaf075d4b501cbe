import { Fieldset, Group, Text, TextInput } from '@mantine/core';
import type { EngineView } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { frameCountOf, type Problems } from './form-problems.ts';
import type { TaskForm } from './task-form.ts';

interface FramesFieldProps {
  readonly form: TaskForm;
  readonly engine: EngineView;
  readonly problems: Problems;
  readonly onChange: (argTypeId: string, value: string) => void;
}

/** From which frame to which, and how many these are. */
export function FramesField({ form, engine, problems, onChange }: FramesFieldProps) {
  const { t } = useTranslation('submit');
  const format = useFormat();
  const count = frameCountOf(form, engine);
  const field = (argTypeId: 'start_frame' | 'end_frame', label: string) => {
    const problem = problems.get(argTypeId);
    return (
      <TextInput
        label={label}
        required
        inputMode="numeric"
        data-argument={argTypeId}
        value={form.values[argTypeId] ?? ''}
        error={problem && t(`problems.${problem}`)}
        onChange={(event) => onChange(argTypeId, event.currentTarget.value)}
        style={{ flex: '1 1 110px' }}
      />
    );
  };
  return (
    <Fieldset legend={t('frames.title')} variant="unstyled" p={0} m={0}>
      <Group align="flex-start" gap="sm">
        {field('start_frame', t('frames.first'))}
        {field('end_frame', t('frames.last'))}
      </Group>
      <Text size="sm" c="dimmed" className="tabular" mt={4} mih={22} aria-live="polite">
        {count === undefined ? '' : t('frames.count', { count, shown: format.number(count) })}
      </Text>
    </Fieldset>
  );
}
