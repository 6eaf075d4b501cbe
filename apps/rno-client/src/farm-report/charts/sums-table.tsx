import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import type { LoadFigures } from '../load.ts';
import type { Sums } from '../sums.ts';
import { waitText } from './use-value-text.ts';

interface SumsTableProps {
  /** What the lines are of. */
  readonly caption: string;
  readonly firstColumn: string;
  readonly rows: readonly {
    readonly key: string | number;
    readonly name: string;
    readonly sums: Sums;
    /** Of all lines or none. */
    readonly load?: LoadFigures;
  }[];
}

/** Sums in numbers, a line each. */
export function SumsTable({ caption, firstColumn, rows }: SumsTableProps) {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const hasLoad = rows.some(({ load }) => load !== undefined);
  const count = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : format.number(value, value < 10 ? 1 : 0);
  const percent = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : format.percent(value);
  return (
    <Table.ScrollContainer
      minWidth={hasLoad ? 900 : 640}
      {...(rows.length > 40 ? { maxHeight: 640 } : {})}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table aria-label={caption} striped stickyHeader={rows.length > 40}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{firstColumn}</Table.Th>
            {hasLoad && (
              <>
                <Table.Th ta="right">{t('measures.usage')}</Table.Th>
                <Table.Th ta="right">{t('columns.meanWaiting')}</Table.Th>
                <Table.Th ta="right">{t('columns.maxWaiting')}</Table.Th>
              </>
            )}
            <Table.Th ta="right">{t('measures.frames')}</Table.Th>
            <Table.Th ta="right">{t('measures.machineTime')}</Table.Th>
            <Table.Th ta="right">{t('columns.halfWaited')}</Table.Th>
            <Table.Th ta="right">{t('columns.mostWaited')}</Table.Th>
            <Table.Th ta="right">{t('measures.failures')}</Table.Th>
            <Table.Th ta="right">{t('tasksEnded')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, name, sums, load }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={500} style={hasLoad ? { whiteSpace: 'nowrap' } : {}}>
                {name}
              </Table.Th>
              {hasLoad && (
                <>
                  <Table.Td ta="right">{percent(load?.usedFraction)}</Table.Td>
                  <Table.Td ta="right">{count(load?.meanWaiting)}</Table.Td>
                  <Table.Td ta="right">{count(load?.maxWaiting)}</Table.Td>
                </>
              )}
              <Table.Td ta="right">{format.number(sums.framesDone)}</Table.Td>
              <Table.Td ta="right">{format.duration(sums.machineMs)}</Table.Td>
              <Table.Td ta="right">{waitText(format, sums.halfWaitedMs)}</Table.Td>
              <Table.Td ta="right">{waitText(format, sums.mostWaitedMs)}</Table.Td>
              <Table.Td ta="right">{format.number(sums.failedAttempts)}</Table.Td>
              <Table.Td ta="right">{format.number(sums.tasksEnded)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
