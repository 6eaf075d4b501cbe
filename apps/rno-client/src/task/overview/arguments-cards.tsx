import { ActionIcon, Code, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useArgumentLabel } from '../../submit/form/argument-field.tsx';
import classes from '../task.module.css';

/** What the task was submitted with. */
export function ArgumentsCard({ values }: { readonly values: Readonly<Record<string, string>> }) {
  const { t } = useTranslation('task');
  const labelOf = useArgumentLabel();
  const entries = Object.entries(values);
  if (entries.length === 0) return <Text size="sm">{t('overview.noArguments')}</Text>;
  return (
    <dl className={classes.pairs}>
      {entries.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt title={name}>{labelOf(name)}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What machines run. */
export function CommandCard({ command }: { readonly command: string }) {
  const { t } = useTranslation('task');
  const { t: tCommon } = useTranslation();
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <Code block tabIndex={0} style={{ flex: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {command}
      </Code>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? tCommon('copied') : t('overview.copyCommand')}>
            <ActionIcon variant="default" size="lg" aria-label={t('overview.copyCommand')} onClick={copy}>
              {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
