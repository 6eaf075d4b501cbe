import { Button, Code, Container, Stack, Text, Title } from '@mantine/core';
import i18next from 'i18next';
import { Component, type ReactNode } from 'react';

interface CrashState {
  readonly error: unknown;
}

/** A page that fails says so in place of going white. React has boundaries as classes only. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = { error: undefined };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Container size="xs" py="xl" role="alert">
        <Stack>
          <Title order={1} size="h3">
            {i18next.t('crash.title')}
          </Title>
          <Text>{i18next.t('crash.text')}</Text>
          <Code block>{error instanceof Error ? error.message : null}</Code>
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            {i18next.t('crash.reload')}
          </Button>
        </Stack>
      </Container>
    );
  }
}
