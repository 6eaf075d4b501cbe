import { Badge, Button, Menu, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ChangeUserRequest, UserAccount } from '@renderonline/contract';
import {
  IconKey,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconShield,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { Listing, type ListingColumn } from '../../elements/listing/listing.tsx';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import classes from '../administration.module.css';
import { RowMenu } from '../row-menu.tsx';
import { useAdministration, useFarmChange } from '../use-farm-change.ts';
import { readUsers, userName } from './read-users.ts';
import { RemoveUserDialog, TokenDialog } from './user-dialogs.tsx';
import { UserForm } from './user-form.tsx';

/** What is open over the list. */
type Dialog =
  | { readonly kind: 'form'; readonly user: UserAccount | undefined }
  | { readonly kind: 'token'; readonly user: UserAccount; readonly token: string | null }
  | { readonly kind: 'remove'; readonly user: UserAccount };

/** Who may use the farm. */
export function UsersSection() {
  const { t } = useTranslation('administration');
  const users = useAdministration('users', readUsers);
  const subscriptions = useAdministration('subscriptions', ({ subscriptions: read }, signal) =>
    read({ signal }),
  );
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  const change = useFarmChange('users', ({ changeUser }, [userId, request]: [number, ChangeUserRequest]) =>
    changeUser(userId, request),
  );
  const columns = useUserColumns(subscriptions.data?.subscriptions, (user) =>
    setDialog({ kind: 'form', user }),
  );
  const add = (): void => setDialog({ kind: 'form', user: undefined });
  useShortcut({ keys: 'a', label: t('users.add'), run: add });
  const lock = (user: UserAccount, isActive: boolean): void =>
    change.mutate([user.userId, { isActive }], {
      onError: (error) =>
        notifications.show({ color: 'red', title: userName(user), message: <ErrorText error={error} /> }),
    });

  if (users.isError) return <FailureNote error={users.error} retry={users.refetch} />;
  return (
    <>
      <Listing
        label={t('sections.users')}
        rows={users.data}
        columns={columns}
        rowKey={({ userId }) => userId}
        actions={(user) => (
          <RowMenu name={userName(user)}>
            <Menu.Item
              leftSection={<IconPencil size={16} />}
              onClick={() => setDialog({ kind: 'form', user })}
            >
              {t('change')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconKey size={16} />}
              onClick={() => setDialog({ kind: 'token', user, token: null })}
            >
              {t('users.newToken')}
            </Menu.Item>
            <Menu.Item
              leftSection={user.isActive ? <IconLock size={16} /> : <IconLockOpen size={16} />}
              onClick={() => lock(user, !user.isActive)}
            >
              {user.isActive ? t('users.lockOut') : t('users.letIn')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => setDialog({ kind: 'remove', user })}
            >
              {t('remove')}
            </Menu.Item>
          </RowMenu>
        )}
      >
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={add}>
          {t('users.add')}
        </Button>
      </Listing>
      {dialog?.kind === 'form' && (
        <UserForm
          user={dialog.user}
          subscriptions={subscriptions.data?.subscriptions ?? []}
          close={close}
          added={({ token, ...user }) => setDialog({ kind: 'token', user, token })}
        />
      )}
      {dialog?.kind === 'token' && <TokenDialog user={dialog.user} token={dialog.token} close={close} />}
      {dialog?.kind === 'remove' && <RemoveUserDialog user={dialog.user} close={close} />}
    </>
  );
}

function useUserColumns(
  subscriptions: readonly { readonly subscriptionId: number; readonly name: string }[] | undefined,
  open: (user: UserAccount) => void,
): readonly ListingColumn<UserAccount>[] {
  const { t } = useTranslation('administration');
  return useMemo(() => {
    const names = new Map(subscriptions?.map(({ subscriptionId, name }) => [subscriptionId, name]));
    const columns: ListingColumn<UserAccount>[] = [
      {
        key: 'name',
        label: t('users.name'),
        value: userName,
        cell: (user) => (
          <UnstyledButton className={classes.name} onClick={() => open(user)}>
            {userName(user)}
          </UnstyledButton>
        ),
      },
      { key: 'email', label: t('users.email'), value: ({ email }) => email },
      {
        key: 'subscription',
        label: t('users.subscription'),
        value: ({ subscriptionId }) => names.get(subscriptionId) ?? '',
      },
      {
        key: 'role',
        label: t('users.role'),
        value: ({ role }) => t(`users.roles.${role}`),
        cell: ({ role }) =>
          role === 'admin' ? (
            <Badge variant="light" leftSection={<IconShield size={12} />} tt="none">
              {t('users.roles.admin')}
            </Badge>
          ) : (
            t('users.roles.user')
          ),
      },
      {
        key: 'state',
        label: t('users.state'),
        value: ({ isActive }) => t(isActive ? 'users.active' : 'users.lockedOut'),
        cell: ({ isActive }) =>
          isActive ? (
            t('users.active')
          ) : (
            <Badge
              variant="outline"
              leftSection={<IconLock size={12} />}
              tt="none"
              style={{ color: 'var(--state-failed)', borderColor: 'currentColor' }}
            >
              {t('users.lockedOut')}
            </Badge>
          ),
      },
    ];
    return columns;
    // `open` only sets a state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [subscriptions, t]);
}
