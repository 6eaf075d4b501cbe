import { Stack, Title } from '@mantine/core';
import type { StatisticsEntry } from '@renderonline/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../farm/api-provider.tsx';
import { useTasks } from '../farm/farm-provider.tsx';
import { useCurrentSession } from '../session/session-provider.tsx';
import { SumsTable } from './charts/sums-table.tsx';
import { sumsBy } from './sums.ts';

/** Whom and which engines the farm worked for: engines for everybody, users for admins. */
export function ByName({ entries }: { readonly entries: readonly StatisticsEntry[] }) {
  const { t } = useTranslation('farm');
  const { role } = useCurrentSession();
  const api = useApi();
  const isAdmin = role === 'admin';
  const engines = useQuery({ queryKey: ['engines'], queryFn: ({ signal }) => api.engines({ signal }) });
  const storage = useQuery({
    ...{ queryKey: ['storage'], queryFn: ({ signal }) => api.storage({ signal }) },
    enabled: isAdmin,
  });
  const tasks = useTasks();
  const userNames = useMemo(
    () =>
      new Map([
        ...(storage.data?.users ?? []).map(({ userId, email }) => [userId, email] as const),
        ...[...tasks.values()].map(({ owner }) => [owner.userId, owner.name] as const),
      ]),
    [storage.data, tasks],
  );
  const engineNames = new Map((engines.data?.engines ?? []).map(({ engineId, name }) => [engineId, name]));
  const rowsOf = (key: 'userId' | 'engineId', names: ReadonlyMap<number, string>) =>
    sumsBy(entries, key).map(({ id, ...sums }) => ({ key: id, name: names.get(id) ?? `#${id}`, sums }));
  return (
    <>
      <Stack gap="xs" component="section">
        <Title order={2} size="h4">
          {t('byEngine')}
        </Title>
        <SumsTable caption={t('byEngine')} firstColumn={t('engine')} rows={rowsOf('engineId', engineNames)} />
      </Stack>
      {isAdmin && (
        <Stack gap="xs" component="section">
          <Title order={2} size="h4">
            {t('byUser')}
          </Title>
          <SumsTable caption={t('byUser')} firstColumn={t('user')} rows={rowsOf('userId', userNames)} />
        </Stack>
      )}
    </>
  );
}
