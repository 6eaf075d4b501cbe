import { Table, Text } from '@mantine/core';
import type { UserStorage } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';

const kinds = ['results', 'logs', 'projects'] as const;

/** How much each user has on the farm, and what they may keep. */
export function UserStorageTable({ users }: { readonly users: readonly UserStorage[] }) {
  const { t } = useTranslation('farm');
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('storage.title')} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('user')}</Table.Th>
            {kinds.map((kind) => (
              <Table.Th key={kind}>{t(`storage.${kind}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.userId}>
              <Table.Th scope="row" fw={500}>
                {user.email}
              </Table.Th>
              {kinds.map((kind) => (
                <Table.Td key={kind}>
                  <Kept kept={user[kind]} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Kept({ kept }: { readonly kept: UserStorage['tasks'] }) {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const limits = [
    kept.limitDays !== null && t('storage.days', { count: kept.limitDays }),
    kept.limitBytes !== null && t('storage.atMost', { bytes: format.bytes(kept.limitBytes) }),
  ].filter((limit) => limit !== false);
  return (
    <>
      <Text size="sm">{t('storage.kept', { bytes: format.bytes(kept.bytes), count: kept.count })}</Text>
      <Text size="xs" c="dimmed">
        {limits.length === 0 ? t('storage.forever') : limits.join(', ')}
      </Text>
    </>
  );
}
