import { Text } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
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

const columns = ['name', 'state', 'now', 'load', 'engines', 'slots', 'heard'] as const;

/** Machines one below the other, to be compared. */
export function MachineTable({ rows }: { readonly rows: readonly MachineRowProps[] }) {
  const { t } = useTranslation('machines');
  return (
    <table className={classes.table} aria-label={t('title')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{t(`columns.${column}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <MachineRow key={row.machine.machineId} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function MachineRow({ machine, frames }: MachineRowProps) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const nowMs = useNow();
  return (
    <tr>
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
      <td style={{ minWidth: 180, maxWidth: 320 }}>
        <FramesNow machine={machine} frames={frames} />
      </td>
      <td style={{ minWidth: 200 }}>
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
