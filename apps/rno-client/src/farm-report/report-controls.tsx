import { Group, NativeSelect, SegmentedControl } from '@mantine/core';
import type { StatisticsEntry } from '@renderonline/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsAdmin } from '../session/session-provider.tsx';
import { ranges, type ReportQuery } from './report-range.ts';
import { sumsBy } from './sums.ts';
import type { Names } from './use-names.ts';

interface ReportControlsProps {
  readonly query: ReportQuery;
  readonly change: (changes: Partial<ReportQuery>) => void;
  /** Of everybody and every engine that is seen: who and what there is to choose from. */
  readonly entries: readonly StatisticsEntry[];
  readonly names: Names;
}

/** What the report is of, and how it is shown. */
export function ReportControls({ query, change, entries, names }: ReportControlsProps) {
  const { t } = useTranslation('farm');
  const isAdmin = useIsAdmin();
  return (
    <Group gap="xs">
      {isAdmin && (
        <OneOf
          label={t('user')}
          all={t('everybody')}
          chosen={query.userId}
          ids={sumsBy(entries, 'userId').map(({ id }) => id)}
          nameOf={names.userName}
          choose={(userId) => change({ userId })}
        />
      )}
      <OneOf
        label={t('engine')}
        all={t('allEngines')}
        chosen={query.engineId}
        ids={sumsBy(entries, 'engineId').map(({ id }) => id)}
        nameOf={names.engineName}
        choose={(engineId) => change({ engineId })}
      />
      <SegmentedControl
        aria-label={t('range')}
        data={ranges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
        value={query.range}
        onChange={(value) => change({ range: ranges.find((range) => range === value) ?? '7d' })}
      />
      <SegmentedControl
        aria-label={t('view')}
        data={[
          { value: 'charts', label: t('charts') },
          { value: 'table', label: t('table') },
        ]}
        value={query.view}
        onChange={(view) => change({ view: view === 'table' ? 'table' : 'charts' })}
      />
    </Group>
  );
}

function OneOf(props: {
  readonly label: string;
  readonly all: string;
  readonly chosen: number | undefined;
  readonly ids: readonly number[];
  readonly nameOf: (id: number) => string;
  readonly choose: (id: number | undefined) => void;
}) {
  const { label, all, chosen, ids, nameOf, choose } = props;
  const data = useMemo(() => {
    // One that the address asks for may have had nothing in this time.
    const shown = new Set([...ids, ...(chosen === undefined ? [] : [chosen])]);
    const named = [...shown].map((id) => ({ value: String(id), label: nameOf(id) }));
    return [{ value: '', label: all }, ...named.sort((a, b) => a.label.localeCompare(b.label))];
  }, [ids, chosen, nameOf, all]);
  return (
    <NativeSelect
      aria-label={label}
      data={data}
      value={chosen === undefined ? '' : String(chosen)}
      onChange={({ currentTarget: { value } }) => choose(value === '' ? undefined : Number(value))}
      style={{ flex: '1 1 150px', maxWidth: 240 }}
    />
  );
}
