import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UserAccount } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../elements/confirm-dialog.tsx';
import { SecretNote } from '../../elements/secret-note.tsx';
import { useFarmChange } from '../use-farm-change.ts';
import { userName } from './read-users.ts';

interface UserDialogProps {
  readonly user: UserAccount;
  readonly close: () => void;
}

/** Shows a token, this one time. Without one it asks first whether a new one is to be made. */
export function TokenDialog({ user, token, close }: UserDialogProps & { readonly token: string | null }) {
  const { t } = useTranslation('administration');
  const { t: tCommon } = useTranslation();
  const renew = useFarmChange('users', ({ changeUser }, userId: number) =>
    changeUser(userId, { newToken: true }),
  );
  const shown = token ?? renew.data?.token ?? null;
  if (shown === null) {
    return (
      <ConfirmDialog
        title={t('users.newTokenOf', { name: userName(user) })}
        text={t('users.newTokenText')}
        action={t('users.newToken')}
        isPending={renew.isPending}
        error={renew.error}
        confirm={() => renew.mutate(user.userId)}
        close={close}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t('users.tokenOf', { name: userName(user) })}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <Stack>
        <Text size="sm">{t('users.tokenText', { email: user.email })}</Text>
        <SecretNote secret={shown} label={t('users.token')} />
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            {t('users.tokenKept')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export function RemoveUserDialog({ user, close }: UserDialogProps) {
  const { t } = useTranslation('administration');
  const remove = useFarmChange('users', ({ removeUser }, userId: number) => removeUser(userId));
  return (
    <ConfirmDialog
      title={t('users.removeOf', { name: userName(user) })}
      text={t('users.removeText')}
      action={t('remove')}
      isPending={remove.isPending}
      error={remove.error}
      confirm={() => remove.mutate(user.userId, { onSuccess: close })}
      close={close}
    />
  );
}
