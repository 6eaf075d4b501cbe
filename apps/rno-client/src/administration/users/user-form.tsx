import { Group, NativeSelect, TextInput } from '@mantine/core';
import type { AddUserRequest, SubscriptionView, UserAccount, UserAdded } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../elements/form-dialog.tsx';
import { useDraft } from '../../elements/use-draft.ts';
import { useFarmChange } from '../use-farm-change.ts';

interface UserFormProps {
  /** undefined for one who is added. */
  readonly user: UserAccount | undefined;
  readonly subscriptions: readonly SubscriptionView[];
  readonly close: () => void;
  readonly added: (user: UserAdded) => void;
}

/** Adds a user, or changes one. */
export function UserForm({ user, subscriptions, close, added }: UserFormProps) {
  const { t } = useTranslation('administration');
  const draft = useDraft({
    email: user?.email ?? '',
    firstName: user?.firstName ?? '',
    lastName: user?.lastName ?? '',
    subscriptionId: user?.subscriptionId ?? subscriptions[0]?.subscriptionId ?? 1,
    role: user?.role ?? ('user' as const),
  });
  const { values } = draft;
  const add = useFarmChange('users', ({ addUser }, request: AddUserRequest) => addUser(request));
  const change = useFarmChange('users', ({ changeUser }, userId: number) =>
    changeUser(userId, draft.changes()),
  );
  const submit = (): void => {
    if (user === undefined) add.mutate(values, { onSuccess: added });
    else if (draft.isDirty) change.mutate(user.userId, { onSuccess: close });
    else close();
  };
  return (
    <FormDialog
      title={t(user === undefined ? 'users.add' : 'users.change')}
      isDirty={draft.isDirty}
      isPending={add.isPending || change.isPending}
      error={add.error ?? change.error}
      submitLabel={t(user === undefined ? 'users.add' : 'save')}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t('users.email')}
        description={t('users.emailHint')}
        type="email"
        required
        data-autofocus
        maxLength={255}
        value={values.email}
        onChange={(event) => draft.set({ email: event.currentTarget.value.trim() })}
      />
      <Group grow>
        <TextInput
          label={t('users.firstName')}
          maxLength={255}
          value={values.firstName}
          onChange={(event) => draft.set({ firstName: event.currentTarget.value })}
        />
        <TextInput
          label={t('users.lastName')}
          maxLength={255}
          value={values.lastName}
          onChange={(event) => draft.set({ lastName: event.currentTarget.value })}
        />
      </Group>
      <NativeSelect
        label={t('users.subscription')}
        value={String(values.subscriptionId)}
        data={subscriptions.map(({ subscriptionId, name }) => ({
          value: String(subscriptionId),
          label: name,
        }))}
        onChange={(event) => draft.set({ subscriptionId: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t('users.role')}
        description={values.role === 'admin' ? t('users.adminHint') : t('users.userHint')}
        value={values.role}
        data={[
          { value: 'user', label: t('users.roles.user') },
          { value: 'admin', label: t('users.roles.admin') },
        ]}
        onChange={(event) => draft.set({ role: event.currentTarget.value === 'admin' ? 'admin' : 'user' })}
      />
    </FormDialog>
  );
}
