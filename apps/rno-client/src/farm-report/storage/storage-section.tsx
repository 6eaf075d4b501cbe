import { Alert, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../elements/failure-note.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { useFormat } from '../../format/use-format.ts';
import { Figures } from '../figures.tsx';
import { RemovalTable } from './removal-table.tsx';
import { UserStorageTable } from './user-storage-table.tsx';

/** How much room what is kept takes, and what goes by itself when. */
export function StorageSection() {
  const { t } = useTranslation('farm');
  const format = useFormat();
  const api = useApi();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['storage'],
    queryFn: ({ signal }) => api.storage({ signal }),
  });
  const freed = data?.removals.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  return (
    <Stack component="section" aria-label={t('storage.title')}>
      <Title order={2} size="h4">
        {t('storage.title')}
      </Title>
      {isPending && <Skeleton h={160} aria-busy />}
      {error !== null && data === undefined && <FailureNote error={error} retry={refetch} />}
      {data !== undefined && (
        <>
          {data.isFull && (
            <Alert color="red" variant="light" role="alert">
              {t('storage.full')}
            </Alert>
          )}
          <Figures
            figures={[
              ...data.disks.map(({ folder, freeBytes }) => ({
                name: t('storage.free', { folder }),
                value: format.bytes(freeBytes),
              })),
              { name: t('storage.freed'), value: format.bytes(freed) },
            ]}
          />
          <UserStorageTable users={data.users} />
          {data.unmeasuredTasks > 0 && (
            <Text size="sm" c="dimmed">
              {t('storage.unmeasured', { count: data.unmeasuredTasks })}
            </Text>
          )}
          <Title order={3} size="h5">
            {t('storage.removals')}
          </Title>
          {data.removals.length === 0 ? (
            <Text c="dimmed">{t('storage.nothingGoes')}</Text>
          ) : (
            <RemovalTable removals={data.removals} users={data.users} />
          )}
        </>
      )}
    </Stack>
  );
}
