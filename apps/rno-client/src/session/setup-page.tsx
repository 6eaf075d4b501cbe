import {
  Alert,
  Button,
  Card,
  Center,
  Checkbox,
  Group,
  Image,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../elements/error-text.tsx';
import { SecretNote } from '../elements/secret-note.tsx';
import { LanguageSelect } from '../shell/language-select.tsx';
import { useAskAgain, useSetUp } from './use-session.ts';

/** Greets whoever opens a fresh farm, and makes its first administrator. */
export default function SetupPage() {
  const { t } = useTranslation();
  const setUp = useSetUp();
  useDocumentTitle(`${t('setup.title')} · RenderOnline`);
  return (
    <Center component="main" mih="100vh" p="md">
      <Card withBorder shadow="sm" w="100%" maw={480} p="xl">
        <Stack>
          <Group>
            <Image src="/icon.svg" alt="" w={40} h={40} />
            <Title order={1} size="h3">
              {t('setup.title')}
            </Title>
          </Group>
          {setUp.isSuccess ? <TokenNote token={setUp.data.token} /> : <SetupForm setUp={setUp} />}
          <LanguageSelect />
        </Stack>
      </Card>
    </Center>
  );
}

function SetupForm({ setUp }: { readonly setUp: ReturnType<typeof useSetUp> }) {
  const { t } = useTranslation();
  // The link that RenderAPI prints carries the code behind a #, which no server and no log sees.
  const [code, setCode] = useState(() => window.location.hash.slice(1));
  const [firstName, setFirstName] = useState('');
  const [lastName, setLastName] = useState('');
  const [email, setEmail] = useState('');
  const [addsBlender, setAddsBlender] = useState(true);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setUp.mutate({
      ...{ code: code.trim(), firstName: firstName.trim(), lastName: lastName.trim() },
      ...{ email: email.trim(), addsBlender },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{t('setup.text')}</Text>
        {setUp.isError && (
          <Alert color="red" variant="light" role="alert">
            <ErrorText error={setUp.error} />
          </Alert>
        )}
        <TextInput
          label={t('setup.code')}
          description={t('setup.codeHint')}
          required
          value={code}
          autoComplete="one-time-code"
          onChange={(event) => {
            setCode(event.currentTarget.value);
          }}
        />
        <Group grow>
          <TextInput
            label={t('setup.firstName')}
            required
            autoComplete="given-name"
            value={firstName}
            onChange={(event) => {
              setFirstName(event.currentTarget.value);
            }}
          />
          <TextInput
            label={t('setup.lastName')}
            required
            autoComplete="family-name"
            value={lastName}
            onChange={(event) => {
              setLastName(event.currentTarget.value);
            }}
          />
        </Group>
        <TextInput
          label={t('login.email')}
          type="email"
          required
          autoComplete="email"
          value={email}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
        />
        <Checkbox
          label={t('setup.addsBlender')}
          checked={addsBlender}
          onChange={(event) => {
            setAddsBlender(event.currentTarget.checked);
          }}
        />
        <Button type="submit" loading={setUp.isPending}>
          {t('setup.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function TokenNote({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const askAgain = useAskAgain();
  return (
    <Stack>
      <Text>{t('setup.tokenText')}</Text>
      <SecretNote secret={token} />
      <Button onClick={() => void askAgain()}>{t('setup.go')}</Button>
    </Stack>
  );
}
