import { Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { EmptyNote } from '../elements/empty-note.tsx';
import { PageHead } from '../elements/page-head.tsx';
import { useIsAdmin } from '../session/session-provider.tsx';
import { WebhookList } from '../webhooks/webhook-list.tsx';
import { ArgumentTypesSection } from './argument-types/argument-types-section.tsx';
import { EngineEditor } from './engines/engine-editor.tsx';
import { EnginesSection } from './engines/engines-section.tsx';
import { SectionLinks } from './section-links.tsx';
import { SettingsSection } from './settings/settings-section.tsx';
import { SubscriptionsSection } from './subscriptions/subscriptions-section.tsx';
import { UsersSection } from './users/users-section.tsx';

/** Who uses the farm, what they may, and what it renders with: for admins. */
export default function AdministrationPage() {
  const { t } = useTranslation('administration');
  const isAdmin = useIsAdmin();
  if (!isAdmin) {
    return (
      <>
        <PageHead title={t('title')} />
        <EmptyNote icon={IconLock} title={t('notForYou')} text={t('notForYouText')} />
      </>
    );
  }
  return (
    <Stack gap={0}>
      <PageHead title={t('title')} />
      <SectionLinks />
      <Switch>
        <Route path={addresses.administrationOf('users')} component={UsersSection} />
        <Route path={addresses.administrationOf('subscriptions')} component={SubscriptionsSection} />
        <Route path={addresses.administrationOf('engines')} component={EnginesSection} />
        <Route path="/administration/engines/:engineId">
          {({ engineId }) => <EngineEditor key={engineId} engineId={engineId} />}
        </Route>
        <Route path={addresses.administrationOf('argument-types')} component={ArgumentTypesSection} />
        <Route path={addresses.administrationOf('webhooks')}>
          <WebhookList scope="farm" />
        </Route>
        <Route path={addresses.administrationOf('settings')} component={SettingsSection} />
        <Route>
          <Redirect to={addresses.administrationOf('users')} replace />
        </Route>
      </Switch>
    </Stack>
  );
}
