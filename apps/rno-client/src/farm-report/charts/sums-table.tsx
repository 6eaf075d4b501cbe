import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import type { Sums } from '../sums.ts';

interface SumsTableProps {
  /** What the lines are of. */
  readonly caption: string;
  readonly firstColumn: string;
  readonly rows: readonly { readonly key: string | number; readonly name: string; readonly sums: Sums }[];
}

/** Sums in numbers, a line each. */
export function SumsTable({ caption, firstColumn, rows }: SumsTableProps) {
  const { t } = useTranslation('farm');
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={caption} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{firstColumn}</Table.Th>
            <Table.Th ta="right">{t('measures.frames')}</Table.Th>
            <Table.Th ta="right">{t('measures.machineTime')}</Table.Th>
            <Table.Th ta="right">{t('measures.waiting')}</Table.Th>
            <Table.Th ta="right">{t('measures.failures')}</Table.Th>
            <Table.Th ta="right">{t('tasksEnded')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, name, sums }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={500}>
                {name}
              </Table.Th>
              <Table.Td ta="right">{format.number(sums.framesDone)}</Table.Td>
              <Table.Td ta="right">{format.duration(sums.machineMs)}</Table.Td>
              <Table.Td ta="right">
                {sums.meanWaitingMs === null ? '–' : format.duration(sums.meanWaitingMs)}
              </Table.Td>
              <Table.Td ta="right">{format.number(sums.failedAttempts)}</Table.Td>
              <Table.Td ta="right">{format.number(sums.tasksEnded)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
