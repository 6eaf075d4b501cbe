import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { addresses } from './addresses.ts';
import { EmptyNote } from '../elements/empty-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { TasksPage } from '../tasks/tasks-page.tsx';

const TaskPage = lazy(() => import('../task/task-page.tsx'));
const SubmitPage = lazy(() => import('../submit/submit-page.tsx'));
const FarmPage = lazy(() => import('../farm-report/farm-page.tsx'));
const MachinesPage = lazy(() => import('../machines/list/machines-page.tsx'));
const MachinePage = lazy(() => import('../machines/machine/machine-page.tsx'));
const AccountPage = lazy(() => import('../session/account-page.tsx'));
const AdministrationPage = lazy(() => import('../administration/administration-page.tsx'));

/** Which page is at which address. Each comes when somebody goes there; the tasks, where most visits begin, are there. */
export function Pages() {
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/" component={TasksPage} />
        <Route path="/tasks/:taskId" component={TaskPage} />
        <Route path="/submit" component={SubmitPage} />
        <Route path="/farm" component={FarmPage} />
        <Route path="/machines" component={MachinesPage} />
        <Route path="/machines/:machineId" component={MachinePage} />
        <Route path="/account" component={AccountPage} />
        {/* Whoever has set the farm up is where the link has led. */}
        <Route path={addresses.setup}>
          <Redirect to={addresses.tasks} replace />
        </Route>
        <Route path="/administration/*?" component={AdministrationPage} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih={240}>
      <Loader aria-label={t('loading')} />
    </Center>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('notFound.title')} />
      <EmptyNote icon={IconMapOff} title={t('notFound.title')} text={t('notFound.text')} />
    </>
  );
}
