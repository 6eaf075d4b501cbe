import { Button, RingProgress, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { useFormat } from '../../format/use-format.ts';
import { shareOf, type Draft } from './draft.ts';

/** How much of all uploads together has arrived. */
export default function UploadShare({ drafts }: { readonly drafts: readonly Draft[] }) {
  const { t } = useTranslation('submit');
  const format = useFormat();
  const bytes = drafts.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  const here = drafts.reduce((sum, draft) => sum + shareOf(draft) * draft.totalBytes, 0);
  const share = bytes === 0 ? 1 : here / bytes;
  const has = (kind: Draft['upload']['kind']): boolean => drafts.some(({ upload }) => upload.kind === kind);
  const text = has('failed')
    ? t('indicatorFailed')
    : drafts.every(({ upload }) => upload.kind === 'done')
      ? t('indicatorDone')
      : has('running') || has('waiting')
        ? t('indicator', { count: drafts.length, percent: format.percent(share) })
        : t('indicatorPaused');
  return (
    <Button
      component={Link}
      href={addresses.submit}
      variant="default"
      px="xs"
      aria-label={text}
      leftSection={
        has('failed') ? (
          <IconAlertTriangle size={18} color="var(--state-failed)" aria-hidden />
        ) : (
          <RingProgress
            aria-hidden
            size={26}
            thickness={4}
            sections={[{ value: share * 100, color: share === 1 ? 'teal' : 'indigo' }]}
          />
        )
      }
    >
      <Text span inherit visibleFrom="sm" className="tabular">
        {format.percent(share)}
      </Text>
    </Button>
  );
}
