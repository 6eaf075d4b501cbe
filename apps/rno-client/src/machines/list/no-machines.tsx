import { Button, List, Stack, Text } from '@mantine/core';
import { IconDeviceDesktopPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../elements/empty-note.tsx';

/** Says how a computer is lent to the farm. `pair` is absent for those who may not. */
export function NoMachines({ pair }: { readonly pair: (() => void) | undefined }) {
  const { t } = useTranslation('machines');
  return (
    <EmptyNote icon={IconDeviceDesktopPlus} title={t('none')} text={t('noneText')}>
      <Stack align="center">
        <List type="ordered" ta="left" size="sm" spacing={4}>
          <List.Item>{t('lend.install')}</List.Item>
          <List.Item>{t('lend.paste')}</List.Item>
          <List.Item>{t('lend.appears')}</List.Item>
        </List>
        {pair === undefined ? (
          <Text size="sm" c="dimmed">
            {t('lend.askAdmin')}
          </Text>
        ) : (
          <Button onClick={pair}>{t('pair.action')}</Button>
        )}
      </Stack>
    </EmptyNote>
  );
}
