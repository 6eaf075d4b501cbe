import { Anchor, Table } from '@mantine/core';
import type { UpcomingRemoval, UserStorage } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { useTasks } from '../../farm/farm-provider.tsx';
import { useFormat, useNow } from '../../format/use-format.ts';

interface RemovalTableProps {
  readonly removals: readonly UpcomingRemoval[];
  readonly users: readonly UserStorage[];
}

/** What goes by itself, the first one first. */
export function RemovalTable({ removals, users }: RemovalTableProps) {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const nowMs = useNow();
  const tasks = useTasks();
  const emails = new Map(users.map(({ userId, email }) => [userId, email]));
  return (
    <Table.ScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('storage.removals')} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('storage.what')}</Table.Th>
            <Table.Th>{t('user')}</Table.Th>
            <Table.Th>{t('storage.goes')}</Table.Th>
            <Table.Th>{t('storage.why')}</Table.Th>
            <Table.Th ta="right">{t('storage.frees')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {removals.map(({ kind, id, userId, bytes, goesAt, reason }) => (
            <Table.Tr key={`${kind} ${id}`}>
              <Table.Td>
                {kind === 'project' ? (
                  t('storage.kinds.project', { id })
                ) : (
                  <Anchor component={Link} href={addresses.task(id)} size="sm" c="inherit" underline="always">
                    {t(`storage.kinds.${kind}`, { name: tasks.get(id)?.fileName ?? `#${id}` })}
                  </Anchor>
                )}
              </Table.Td>
              <Table.Td>{emails.get(userId) ?? `#${userId}`}</Table.Td>
              <Table.Td title={format.dateTime(goesAt)}>{format.relative(goesAt, nowMs)}</Table.Td>
              <Table.Td>{t(`storage.reasons.${reason}`)}</Table.Td>
              <Table.Td ta="right">{format.bytes(bytes)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
