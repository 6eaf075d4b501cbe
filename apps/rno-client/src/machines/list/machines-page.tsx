import { Button, Group, SegmentedControl, Select, Skeleton, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDeviceDesktopPlus, IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { EmptyNote } from '../../elements/empty-note.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { PageHead } from '../../elements/page-head.tsx';
import { useTasks } from '../../farm/farm-provider.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useIsAdmin } from '../../session/session-provider.tsx';
import { usePaletteActions } from '../../shell/palette/palette-provider.tsx';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import { conditionOf, conditions, framesByMachine } from '../machine-facts.ts';
import { PairDialog } from '../pairing/pair-dialog.tsx';
import { useMachines } from '../use-machines.ts';
import { MachineCards } from './machine-cards.tsx';
import { findMachines, readMachineQuery, writeMachineQuery, type MachineQuery } from './machine-query.ts';
import { MachineTable } from './machine-table.tsx';
import { NoMachines } from './no-machines.tsx';
import classes from '../machines.module.css';

/** All machines of the farm, live. */
export default function MachinesPage() {
  const { t, i18n } = useTranslation('machines');
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const { data, error, isPending, refetch } = useMachines();
  const tasks = useTasks();
  const [search, setSearch] = useSearchParams();
  const query = useMemo(() => readMachineQuery(search), [search]);
  const wanted = useDeferredValue(query);
  const [isPairing, setPairing] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  const isNarrow = useMediaQuery('(max-width: 75em)', false, { getInitialValueInEffect: false });
  const all = useMemo(() => data?.machines ?? [], [data]);
  const frames = useMemo(() => framesByMachine(all, tasks), [all, tasks]);
  const rows = useMemo(
    () =>
      findMachines(all, wanted, i18n.language).map((machine) => ({
        machine,
        frames: frames.get(machine.machineId) ?? [],
      })),
    [all, wanted, i18n.language, frames],
  );
  const change = (changes: Partial<MachineQuery>): void => {
    setSearch(writeMachineQuery({ ...query, ...changes }), { replace: true });
  };
  const pair = (): void => {
    if (isAdmin) setPairing(true);
  };
  useShortcut({ keys: '/', label: t('search'), run: () => searchBox.current?.focus() });
  useShortcut({ keys: 'a', label: t('pair.action'), run: pair });
  usePaletteActions(
    useMemo(
      () => (isAdmin ? [{ id: 'pair-machine', label: t('pair.action'), run: () => setPairing(true) }] : []),
      [isAdmin, t],
    ),
  );
  const rendering = all.filter((machine) => conditionOf(machine) === 'rendering').length;
  return (
    <>
      <PageHead title={t('title')}>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('count', {
            count: all.length,
            shown: format.number(all.length),
            rendering: format.number(rendering),
          })}
        </Text>
        {isAdmin && (
          <Button leftSection={<IconDeviceDesktopPlus size={18} aria-hidden />} onClick={pair}>
            {t('pair.action')}
          </Button>
        )}
      </PageHead>
      {error !== null && data === undefined && <FailureNote error={error} retry={refetch} />}
      {isPending && (
        <div className={classes.cards} aria-busy>
          {[0, 1, 2].map((card) => (
            <Skeleton key={card} h={220} />
          ))}
        </div>
      )}
      {data !== undefined && all.length === 0 && <NoMachines pair={isAdmin ? pair : undefined} />}
      {all.length > 0 && (
        <Group gap="xs" mb="md" role="search">
          <TextInput
            ref={searchBox}
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={query.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
            style={{ flex: '1 1 200px' }}
            maw={420}
          />
          <Select
            aria-label={t('columns.state')}
            placeholder={t('allStates')}
            data={conditions.map((value) => ({ value, label: t(`conditions.${value}`) }))}
            value={query.condition}
            onChange={(value) => change({ condition: conditions.find((each) => each === value) ?? null })}
            clearable
            clearButtonProps={{ 'aria-label': t('clear') }}
            w={180}
          />
          {!isNarrow && (
            <SegmentedControl
              aria-label={t('view')}
              data={[
                { value: 'cards', label: t('cards') },
                { value: 'table', label: t('table') },
              ]}
              value={query.view}
              onChange={(view) => change({ view: view === 'table' ? 'table' : 'cards' })}
            />
          )}
        </Group>
      )}
      {all.length > 0 && rows.length === 0 && (
        <EmptyNote icon={IconFilterOff} title={t('nothingFound')} text={t('nothingFoundText')} />
      )}
      {rows.length > 0 &&
        (query.view === 'table' && !isNarrow ? <MachineTable rows={rows} /> : <MachineCards rows={rows} />)}
      {isPairing && <PairDialog close={() => setPairing(false)} />}
    </>
  );
}
