import { Stack, Title } from '@mantine/core';
import type { StatisticsEntry } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useIsAdmin } from '../session/session-provider.tsx';
import { SumsTable } from './charts/sums-table.tsx';
import { sumsBy } from './sums.ts';
import type { Names } from './use-names.ts';

interface ByNameProps {
  readonly entries: readonly StatisticsEntry[];
  readonly names: Names;
}

/** Whom and which engines the farm worked for: engines for everybody, users for admins. */
export function ByName({ entries, names }: ByNameProps) {
  const { t } = useTranslation('farm');
  const isAdmin = useIsAdmin();
  const rowsOf = (key: 'userId' | 'engineId', nameOf: (id: number) => string) =>
    sumsBy(entries, key).map(({ id, ...sums }) => ({ key: id, name: nameOf(id), sums }));
  return (
    <>
      <Stack gap="xs" component="section">
        <Title order={2} size="h4">
          {t('byEngine')}
        </Title>
        <SumsTable
          caption={t('byEngine')}
          firstColumn={t('engine')}
          rows={rowsOf('engineId', names.engineName)}
        />
      </Stack>
      {isAdmin && (
        <Stack gap="xs" component="section">
          <Title order={2} size="h4">
            {t('byUser')}
          </Title>
          <SumsTable caption={t('byUser')} firstColumn={t('user')} rows={rowsOf('userId', names.userName)} />
        </Stack>
      )}
    </>
  );
}
