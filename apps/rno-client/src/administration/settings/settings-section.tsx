import { Badge, Code, Stack, Text } from '@mantine/core';
import type { FarmSetting } from '@renderonline/contract';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../elements/failure-note.tsx';
import { Listing, type ListingColumn } from '../../elements/listing/listing.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useAdministration } from '../use-farm-change.ts';
import { settingMeaning, settingText } from './setting-text.ts';

/** RenderAPI's configuration as it is in force, to be read. */
export function SettingsSection() {
  const { t } = useTranslation('administration');
  const list = useAdministration('settings', ({ settings }, signal) => settings({ signal }));
  const columns = useSettingColumns();
  const path = list.data?.configurationPath ?? null;
  if (list.isError) return <FailureNote error={list.error} retry={list.refetch} />;
  return (
    <>
      <Text size="sm" c="dimmed" mb="md" maw={760}>
        {path === null ? t('settings.textWithoutFile') : t('settings.text', { path })}
      </Text>
      <Listing
        label={t('sections.settings')}
        rows={list.data?.settings}
        columns={columns}
        rowKey={({ key }) => key}
      />
    </>
  );
}

function useSettingColumns(): readonly ListingColumn<FarmSetting>[] {
  const { t } = useTranslation('administration');
  const { t: tSettings, i18n } = useTranslation('settings');
  const format = useFormat();
  // In RenderAPI's own words where it is newer than this page.
  const describe = useCallback(
    ({ key, description }: FarmSetting): string =>
      i18n.exists(key, { ns: 'settings' }) ? tSettings(key as 'Port') : description,
    [tSettings, i18n],
  );
  return useMemo(
    () => [
      {
        key: 'key',
        label: t('settings.key'),
        value: (setting) => `${setting.key} ${setting.environmentVariable} ${describe(setting)}`,
        cell: (setting) => (
          <Stack gap={2}>
            <Text size="sm" fw={500}>
              {setting.key}
            </Text>
            <Text size="xs" c="dimmed">
              {describe(setting)}
            </Text>
          </Stack>
        ),
      },
      {
        key: 'value',
        label: t('settings.value'),
        value: ({ value }) => settingText({ value }),
        cell: (setting) => <SettingCell setting={setting} meaning={settingMeaning(setting, format)} />,
      },
      {
        key: 'source',
        label: t('settings.source'),
        value: ({ source }) => t(`settings.sources.${source}`),
        cell: ({ source, environmentVariable }) => (
          <Stack gap={2} align="flex-start">
            {source === 'default' ? (
              <Text size="sm" c="dimmed">
                {t('settings.sources.default')}
              </Text>
            ) : (
              <Badge variant="light" tt="none">
                {t(`settings.sources.${source}`)}
              </Badge>
            )}
            {source === 'environment' && (
              <Text size="xs" c="dimmed">
                {environmentVariable}
              </Text>
            )}
          </Stack>
        ),
      },
    ],
    [t, format, describe],
  );
}

interface SettingCellProps {
  readonly setting: FarmSetting;
  readonly meaning: string | undefined;
}

function SettingCell({ setting, meaning }: SettingCellProps) {
  const { t } = useTranslation('administration');
  const { source, value, defaultValue } = setting;
  const isChanged = source !== 'default' && JSON.stringify(value) !== JSON.stringify(defaultValue);
  return (
    <Stack gap={2} align="flex-start">
      <Code style={{ wordBreak: 'break-word' }}>{settingText(setting)}</Code>
      {meaning !== undefined && (
        <Text size="xs" c="dimmed">
          {meaning}
        </Text>
      )}
      {isChanged && setting.key !== 'ConnectionString' && (
        <Text size="xs" c="dimmed">
          {t('settings.default', { value: settingText({ value: defaultValue }) })}
        </Text>
      )}
    </Stack>
  );
}
