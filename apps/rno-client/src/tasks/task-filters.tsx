import { Group, MultiSelect, Select, TextInput } from '@mantine/core';
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
      <MultiSelect
        aria-label={t('columns.state')}
        placeholder={query.states.length === 0 ? t('allStates') : ''}
        data={stateNames.map((state) => ({ value: state, label: tCommon(`states.${state}`) }))}
        value={[...query.states]}
        onChange={(states) => {
          onChange({ states: stateNames.filter((state) => states.includes(state)) });
        }}
        clearable
        clearButtonProps={{ 'aria-label': t('clear') }}
        style={{ flex: '1 1 160px' }}
        maw={340}
      />
      {engines.length > 1 && (
        <Select
          aria-label={t('columns.engine')}
          placeholder={t('allEngines')}
          data={[...engines]}
          value={query.engine === '' ? null : query.engine}
          onChange={(engine) => {
            onChange({ engine: engine ?? '' });
          }}
          clearable
          clearButtonProps={{ 'aria-label': t('clear') }}
          w={170}
        />
      )}
    </Group>
  );
}
