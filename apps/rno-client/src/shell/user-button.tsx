import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

/** What opens the menu of who is logged in. */
export function UserButton(props: ActionIconProps & Omit<ComponentProps<'button'>, keyof ActionIconProps>) {
  const { t } = useTranslation();
  return (
    <ActionIcon variant="light" size="lg" radius="xl" aria-label={t('account.menu')} {...props}>
      <IconUser size={20} />
    </ActionIcon>
  );
}
