import {
  Alert,
  Button,
  Card,
  Center,
  Checkbox,
  Group,
  Image,
  PasswordInput,
  Stack,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../elements/error-text.tsx';
import { LanguageSelect } from '../shell/language-select.tsx';
import { useLogIn } from './use-session.ts';

/** E-mail and token, as RenderAPI knows its users. */
export default function LoginPage() {
  const { t } = useTranslation();
  const logIn = useLogIn();
  const [email, setEmail] = useState('');
  const [token, setToken] = useState('');
  const [isRemembered, setRemembered] = useState(true);
  useDocumentTitle(`${t('login.title')} · RenderOnline`);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    logIn.mutate({ email: email.trim(), token: token.trim(), isRemembered });
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Card component="form" onSubmit={submit} withBorder shadow="sm" w="100%" maw={400} p="xl">
        <Stack>
          <Group>
            <Image src="/icon.svg" alt="" w={40} h={40} />
            <Title order={1} size="h3">
              {t('login.title')}
            </Title>
          </Group>
          {logIn.isError && (
            <Alert color="red" variant="light" role="alert">
              <ErrorText error={logIn.error} />
            </Alert>
          )}
          <TextInput
            label={t('login.email')}
            type="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => {
              setEmail(event.currentTarget.value);
            }}
          />
          <PasswordInput
            label={t('login.token')}
            description={t('login.tokenHint')}
            autoComplete="current-password"
            required
            value={token}
            onChange={(event) => {
              setToken(event.currentTarget.value);
            }}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showToken') }}
          />
          <Checkbox
            label={t('login.remember')}
            checked={isRemembered}
            onChange={(event) => {
              setRemembered(event.currentTarget.checked);
            }}
          />
          <Button type="submit" loading={logIn.isPending}>
            {t('login.submit')}
          </Button>
          <LanguageSelect />
        </Stack>
      </Card>
    </Center>
  );
}
