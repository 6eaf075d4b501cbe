import { Button, Code, CopyButton, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Something that is shown once, to be copied: a click into it selects all of it, too. */
export function SecretNote({ secret, label }: { readonly secret: string; readonly label?: string }) {
  const { t } = useTranslation();
  return (
    <Group wrap="nowrap" align="stretch">
      <Code
        block
        aria-label={label}
        style={{ flex: 1, wordBreak: 'break-all', whiteSpace: 'pre-wrap', userSelect: 'all' }}
      >
        {secret}
      </Code>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} h="auto" style={{ flex: 'none' }}>
            {copied ? t('copied') : t('copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
