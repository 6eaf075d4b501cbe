import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import { IconLock, IconMovieOff } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { EmptyNote } from '../elements/empty-note.tsx';
import { FailureNote } from '../elements/failure-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { useTask } from '../farm/farm-provider.tsx';
import { TaskHead } from './head/task-head.tsx';
import { Sections } from './sections.tsx';
import { readTaskId } from './task-address.ts';
import { useTaskView } from './use-task-view.ts';

const Film = lazy(() => import('../film/film.tsx'));

/** Everything about one task, live. */
export default function TaskPage() {
  const { taskId: text } = useParams<{ taskId: string }>();
  const taskId = readTaskId(text);
  return taskId === undefined ? <Gone taskId={text} /> : <OneTask key={taskId} taskId={taskId} />;
}

function OneTask({ taskId }: { readonly taskId: number }) {
  const { t } = useTranslation('task');
  const live = useTask(taskId);
  const { view, isGone, error, retry } = useTaskView(taskId);
  // Events are newer than what was read; what the farm's store does not hold was read.
  const task = live ?? (isGone ? undefined : view);
  if (task === undefined) {
    if (isGone) return <Gone taskId={String(taskId)} />;
    return error === null ? <Waiting /> : <FailureNote error={error} retry={retry} />;
  }
  const isForeign = isGone && view === undefined;
  return (
    <Stack gap="md">
      <TaskHead task={task} isForeign={isForeign} />
      {!isForeign && (
        <Suspense fallback={<Skeleton h={320} />}>
          <Film task={task} attempts={view?.attempts ?? []} />
        </Suspense>
      )}
      {isForeign ? (
        <Alert icon={<IconLock />} color="gray" title={t('foreign')} />
      ) : view === undefined ? (
        <Skeleton h={240} />
      ) : (
        <Sections task={task} view={view} />
      )}
    </Stack>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" aria-busy aria-label={t('loading')}>
      <Skeleton h={36} maw={420} />
      <Skeleton h={64} />
      <Skeleton h={240} />
    </Stack>
  );
}

function Gone({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('task');
  return (
    <>
      <PageHead title={t('gone')} />
      <EmptyNote icon={IconMovieOff} title={t('gone')} text={t('goneText', { taskId })}>
        <Button component={Link} href={addresses.tasks}>
          {t('toTasks')}
        </Button>
      </EmptyNote>
    </>
  );
}
