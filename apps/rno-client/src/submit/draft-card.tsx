import { ActionIcon, Alert, Anchor, Button, Card, Group, Select, Stack, Text, Title } from '@mantine/core';
import type { EngineView } from '@renderonline/contract';
import { IconArrowRight, IconCircleCheck, IconClock, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { useFormat } from '../format/use-format.ts';
import { enginesFor, extensionsOf, openingEngines } from './dropping/main-files.ts';
import { DraftForm } from './form/draft-form.tsx';
import { rememberedForm, usualEngine } from './form/remembered-form.ts';
import { useDesk } from './uploads/desk-provider.tsx';
import type { Draft } from './uploads/draft.ts';
import { UploadBar } from './uploads/upload-bar.tsx';

interface DraftCardProps {
  readonly draft: Draft;
  readonly engines: readonly EngineView[];
}

/** One task to be: its files on their way, and its form. */
export function DraftCard({ draft, engines }: DraftCardProps) {
  const { t } = useTranslation('submit');
  const format = useFormat();
  const desk = useDesk();
  const { draftId, name, files, handing } = draft;
  const count = files.length;
  return (
    <Card component="section" withBorder bg="var(--surface)" padding="lg" aria-label={t('draft', { name })}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Stack gap={2} style={{ minWidth: 0 }}>
            <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
            <Text size="sm" c="dimmed">
              {t('files', { count, shown: format.number(count) })} · {format.bytes(draft.totalBytes)}
            </Text>
          </Stack>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => desk.remove(draftId)}
            aria-label={t('remove', { name })}
          >
            <IconX size={18} />
          </ActionIcon>
        </Group>
        {handing.kind === 'sent' ? <SentNote taskId={handing.taskId} /> : <Open {...{ draft, engines }} />}
      </Stack>
    </Card>
  );
}

function Open({ draft, engines }: DraftCardProps) {
  const { t } = useTranslation('submit');
  const desk = useDesk();
  const { draftId, main, candidates, kind, form, handing, upload } = draft;
  // What is in an archive that cannot be looked into only RenderAPI knows: then any engine may open it.
  const isUnknown = kind === 'archive' && main === undefined && candidates.length === 0;
  const isBlocked = upload.kind === 'waiting' && upload.isBlocked;
  const fitting = main !== undefined ? enginesFor(main, engines) : isUnknown ? openingEngines(engines) : [];
  const usual = usualEngine(fitting, localStorage);
  useEffect(() => {
    if (form === undefined && usual !== undefined && !isBlocked) {
      desk.fill(draftId, rememberedForm(usual, localStorage));
    }
  }, [desk, draftId, form, usual, isBlocked]);
  if (isBlocked && candidates.length === 0) {
    return (
      <Alert color="yellow" variant="light" role="alert">
        {t('noMain', { extensions: extensionsOf(engines).join(', ') })}
      </Alert>
    );
  }
  return (
    <>
      {candidates.length > 1 && (
        <Select
          label={t('mainFile')}
          placeholder={t('chooseMain')}
          data={[...candidates]}
          value={main ?? null}
          allowDeselect={false}
          searchable
          required
          disabled={handing.kind === 'queued' || handing.kind === 'sending'}
          onChange={(path) => {
            if (path !== null) desk.chooseMain(draftId, path);
          }}
        />
      )}
      <UploadBar draft={draft} />
      {handing.kind === 'queued' ? (
        <QueuedNote draftId={draftId} />
      ) : (
        form !== undefined && <DraftForm {...{ draft, form, engines, fitting }} />
      )}
    </>
  );
}

function QueuedNote({ draftId }: { readonly draftId: number }) {
  const { t } = useTranslation('submit');
  const desk = useDesk();
  return (
    <Group justify="space-between" role="status">
      <Group gap="xs">
        <IconClock size={18} aria-hidden />
        <Text>{t('queued')}</Text>
      </Group>
      <Button variant="default" onClick={() => desk.takeBack(draftId)}>
        {t('takeBack')}
      </Button>
    </Group>
  );
}

function SentNote({ taskId }: { readonly taskId: number }) {
  const { t } = useTranslation('submit');
  return (
    <Group justify="space-between" role="status">
      <Group gap="xs" c="var(--state-succeeded)">
        <IconCircleCheck size={20} aria-hidden />
        <Text fw={600}>{t('sent', { taskId })}</Text>
      </Group>
      <Anchor component={Link} href={addresses.task(taskId)}>
        <Group gap={4}>
          {t('toTask')}
          <IconArrowRight size={16} aria-hidden />
        </Group>
      </Anchor>
    </Group>
  );
}
