import '@mantine/spotlight/styles.layer.css';
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { useTasks } from '../../farm/farm-provider.tsx';
import type { PaletteAction } from './palette-provider.tsx';

const [spotlightStore, spotlight] = createSpotlight();
const mostShown = 12;

interface PaletteProps {
  readonly actions: readonly PaletteAction[];
  readonly close: () => void;
}

/** The search of everything: actions of the page, pages, and tasks by name or number. */
export default function Palette({ actions, close }: PaletteProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const tasks = useTasks();
  const [query, setQuery] = useState('');
  useEffect(() => {
    spotlight.open();
  }, []);
  const found = useMemo(() => {
    const words = query.trim().toLowerCase().split(/\s+/);
    const matches = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
    const shown: SpotlightActionData[] = actions
      .filter(({ label, description = '' }) => matches(`${label} ${description}`))
      .map(({ id, label, description = '', run }) => ({ id, label, description, onClick: run }));
    if (query.trim() === '') return shown;
    for (const { taskId, fileName, state } of tasks.values()) {
      if (shown.length >= mostShown) break;
      if (!matches(`${taskId} ${fileName}`)) continue;
      shown.push({
        id: `task-${taskId}`,
        label: fileName,
        description: `${t('palette.task', { taskId })} · ${t(`states.${state}`)}`,
        onClick: () => {
          navigate(addresses.task(taskId));
        },
      });
    }
    return shown;
  }, [actions, tasks, query, navigate, t]);
  return (
    <Spotlight
      store={spotlightStore}
      actions={found}
      query={query}
      onQueryChange={setQuery}
      // What is here was filtered already, tasks by their numbers too.
      filter={(_query, all) => all}
      limit={mostShown}
      nothingFound={t('palette.nothing')}
      shortcut={null}
      onSpotlightClose={close}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
      scrollable
    />
  );
}
