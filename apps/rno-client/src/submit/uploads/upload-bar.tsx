import { ActionIcon, Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { FileUnreadable } from '@renderonline/client/browser-uploads';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useDesk } from './desk-provider.tsx';
import { shareOf, type Draft } from './draft.ts';

/** How far the files of a draft are on their way, and what stands in it. */
export function UploadBar({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submit');
  const desk = useDesk();
  const { upload, draftId } = draft;
  if (upload.kind === 'failed') {
    return (
      <Alert color="red" variant="light" role="alert" title={t('upload.failed')}>
        <Group justify="space-between" align="flex-start">
          <Text size="sm">
            {upload.error instanceof FileUnreadable ? (
              t('upload.changed', { path: upload.error.path })
            ) : (
              <ErrorText error={upload.error} />
            )}
          </Text>
          <Button size="xs" variant="default" onClick={() => desk.resume(draftId)}>
            {t('upload.again')}
          </Button>
        </Group>
      </Alert>
    );
  }
  const hashed = upload.kind === 'running' && upload.progress?.phase !== 'uploading' ? upload : undefined;
  const share = hashed === undefined ? shareOf(draft) : hashed.hashedBytes / Math.max(1, draft.totalBytes);
  const isGoing = upload.kind === 'running' || (upload.kind === 'waiting' && !upload.isBlocked);
  return (
    <Stack gap={6}>
      <Group gap="sm" wrap="nowrap">
        <Progress.Root size="lg" radius="xl" style={{ flex: 1 }}>
          <Progress.Section
            value={share * 100}
            color={upload.kind === 'done' ? 'teal' : hashed === undefined ? 'indigo' : 'gray'}
            aria-label={t('upload.label', { name: draft.name })}
          />
        </Progress.Root>
        {isGoing && (
          <ActionIcon variant="default" onClick={() => desk.pause(draftId)} aria-label={t('upload.pause')}>
            <IconPlayerPause size={16} />
          </ActionIcon>
        )}
        {upload.kind === 'paused' && (
          <ActionIcon variant="default" onClick={() => desk.resume(draftId)} aria-label={t('upload.resume')}>
            <IconPlayerPlay size={16} />
          </ActionIcon>
        )}
      </Group>
      <UploadText draft={draft} />
    </Stack>
  );
}

function UploadText({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation('submit');
  const format = useFormat();
  const { upload, totalBytes } = draft;
  const total = format.bytes(totalBytes);
  const texts: string[] = [];
  if (upload.kind === 'waiting') texts.push(upload.isBlocked ? t('upload.blocked') : t('upload.waiting'));
  else if (upload.kind === 'done') texts.push(t('upload.done'));
  else if (upload.kind === 'paused') {
    texts.push(
      t('upload.paused'),
      t('upload.sending', { done: format.bytes(shareOf(draft) * totalBytes), total }),
    );
  } else if (upload.kind === 'running') {
    const { progress, hashedBytes } = upload;
    if (progress?.phase !== 'uploading') {
      texts.push(t('upload.hashing', { done: format.bytes(Math.min(hashedBytes, totalBytes)), total }));
    } else {
      const share = shareOf(draft);
      texts.push(
        share === 1
          ? t('upload.finishing')
          : t('upload.sending', { done: format.bytes(share * totalBytes), total }),
      );
      if (progress.bytesPerSecond > 0) {
        texts.push(t('upload.rate', { rate: format.bytes(progress.bytesPerSecond) }));
      }
      if (progress.etaMs !== null && share < 1) {
        texts.push(t('upload.left', { time: format.estimate(progress.etaMs) }));
      }
    }
  }
  return (
    <Text size="sm" c="dimmed" className="tabular">
      {texts.join(' · ')}
    </Text>
  );
}
