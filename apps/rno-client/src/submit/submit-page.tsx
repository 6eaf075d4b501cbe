import { Card, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCloudUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../elements/empty-note.tsx';
import { FailureNote } from '../elements/failure-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { useApi } from '../farm/api-provider.tsx';
import { DraftCard } from './draft-card.tsx';
import { PickButtons } from './dropping/pick-buttons.tsx';
import { enginesQuery } from '../farm/engines-query.ts';
import classes from './submit.module.css';
import { useDrafts } from './uploads/desk-provider.tsx';

/** Scenes become tasks here. */
export default function SubmitPage() {
  const { t } = useTranslation('submit');
  const drafts = useDrafts();
  const engines = useQuery(enginesQuery(useApi()));
  if (engines.isError) return <FailureNote error={engines.error} retry={engines.refetch} />;
  return (
    <>
      <PageHead title={t('title')}>{drafts.length > 0 && <PickButtons />}</PageHead>
      {drafts.length === 0 && (
        <Card withBorder bg="var(--surface)" style={{ borderStyle: 'dashed' }}>
          <EmptyNote icon={IconCloudUpload} title={t('empty')} text={t('emptyText')}>
            <PickButtons />
          </EmptyNote>
        </Card>
      )}
      <div className={classes.drafts}>
        {engines.isPending
          ? drafts.map(({ draftId }) => <Skeleton key={draftId} h={320} />)
          : drafts.map((draft) => <DraftCard key={draft.draftId} draft={draft} engines={engines.data} />)}
      </div>
    </>
  );
}
