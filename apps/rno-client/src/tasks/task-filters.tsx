import { Chip, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { stateNames, type TaskQuery } from './task-query.ts';

interface TaskFiltersProps {
  readonly query: TaskQuery;
  readonly engines: readonly string[];
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly onChange: (changes: Partial<TaskQuery>) => void;
}

/** Which tasks are listed. */
export function TaskFilters({ query, engines, searchBox, onChange }: TaskFiltersProps) {
  const { t } = useTranslation('tasks');
  const { t: tCommon } = useTranslation();
  return (
    <Group gap="xs" mb="md" role="search">
      <TextInput
        ref={searchBox}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={query.text}
        onChange={(event) => {
          onChange({ text: event.currentTarget.value });
        }}
        style={{ flex: '1 1 200px' }}
        maw={420}
      />
      <Chip.Group
        multiple
        value={[...query.states]}
        onChange={(states) => {
          onChange({ states: stateNames.filter((state) => states.includes(state)) });
        }}
      >
        <Group gap={6} role="group" aria-label={t('columns.state')}>
          {stateNames.map((state) => (
            <Chip key={state} value={state} size="xs" variant="light">
              {tCommon(`states.${state}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {engines.length > 1 && (
        <NativeSelect
          aria-label={t('columns.engine')}
          value={query.engine}
          data={[{ value: '', label: t('allEngines') }, ...engines]}
          onChange={(event) => {
            onChange({ engine: event.currentTarget.value });
          }}
        />
      )}
    </Group>
  );
}
