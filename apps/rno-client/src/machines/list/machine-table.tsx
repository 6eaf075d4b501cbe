import { Text } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { GapRow } from '../../elements/windowed/gap-row.tsx';
import { useWindowRows } from '../../elements/windowed/use-window-rows.ts';
import { useFormat, useNow } from '../../format/use-format.ts';
import { FramesNow } from '../frames-now.tsx';
import type { FrameNow } from '../machine-facts.ts';
import { MachineLoad } from '../machine-load.tsx';
import { MachineReason, MachineState } from '../machine-state.tsx';
import { engineNames } from './machine-query.ts';
import classes from '../machines.module.css';

export interface MachineRowProps {
  readonly machine: MachineStatus;
  readonly frames: readonly FrameNow[];
}

/** With their widths in percent. */
const columns = [
  ['name', 15],
  ['state', 18],
  ['now', 18],
  ['load', 18],
  ['engines', 14],
  ['slots', 8],
  ['heard', 9],
] as const;

/** A guess: what they render now, and why they do not, takes more. */
const rowHeight = 84;

/** Machines one below the other, to be compared; only those in sight are drawn. */
export function MachineTable({ rows }: { readonly rows: readonly MachineRowProps[] }) {
  const { t } = useTranslation('machines');
  const { list, items, before, after, measure } = useWindowRows<HTMLTableElement>({
    count: rows.length,
    rowHeight,
    keyOf: (index) => rows[index]?.machine.machineId ?? index,
  });
  return (
    <table ref={list} className={classes.table} aria-label={t('title')} aria-rowcount={rows.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(([column, width]) => (
            <th key={column} style={{ width: `${width}%` }}>
              {t(`columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <GapRow height={before} />
        {items.map(({ key, index }) => {
          const row = rows[index];
          return row !== undefined && <MachineRow key={key} {...row} index={index} measure={measure} />;
        })}
        <GapRow height={after} />
      </tbody>
    </table>
  );
}

interface MeasuredRowProps extends MachineRowProps {
  readonly index: number;
  readonly measure: (row: Element | null) => void;
}

function MachineRow({ machine, frames, index, measure }: MeasuredRowProps) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const nowMs = useNow();
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <td>
        <Link href={addresses.machine(machine.machineId)} className={classes.name}>
          {machine.name}
        </Link>
        <Text size="xs" c="dimmed">
          {machine.tags.join(', ')}
        </Text>
      </td>
      <td>
        <MachineState machine={machine} />
        <MachineReason machine={machine} />
      </td>
      <td>
        <FramesNow machine={machine} frames={frames} />
      </td>
      <td>
        <MachineLoad machine={machine} />
      </td>
      <td>
        <Text size="sm">{engineNames(machine).join(', ') || t('noEngines')}</Text>
      </td>
      <td>
        <Text size="sm">{format.number(machine.slots)}</Text>
      </td>
      <td>
        <Text
          size="sm"
          title={machine.lastHeardAt === null ? undefined : format.dateTime(machine.lastHeardAt)}
        >
          {machine.lastHeardAt === null ? t('never') : format.relative(machine.lastHeardAt, nowMs)}
        </Text>
      </td>
    </tr>
  );
}
