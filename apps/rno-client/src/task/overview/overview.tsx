import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionProps } from '../sections.tsx';
import classes from '../task.module.css';
import { ArgumentsCard, CommandCard } from './arguments-cards.tsx';
import { Failures, Findings } from './failures.tsx';
import { TaskLinksCard } from './task-links-card.tsx';
import { WishesCard } from './wishes-card.tsx';

/** What there is to know of a task besides its frames; what is wrong comes first. */
export function Overview({ task, view }: SectionProps) {
  const { t } = useTranslation('task');
  const hasLinks = task.waitingFor.length > 0 || task.steps.length > 0 || task.parentTaskId !== null;
  return (
    <div className={classes.columns}>
      {(view.failures.length > 0 || task.failureReason !== null) && (
        <Card title={t('overview.failures')} isWhole>
          <Failures task={task} failures={view.failures} />
        </Card>
      )}
      {view.findings.length > 0 && (
        <Card title={t('overview.findings')} isWhole>
          <Findings findings={view.findings} />
        </Card>
      )}
      {hasLinks && (
        <Card title={t('overview.links')}>
          <TaskLinksCard task={task} />
        </Card>
      )}
      <Card title={t('overview.arguments')}>
        <ArgumentsCard values={view.arguments} />
      </Card>
      <Card title={t('overview.wishes')}>
        <WishesCard view={view} />
      </Card>
      <Card title={t('overview.command')} isWhole>
        <CommandCard command={view.command} />
      </Card>
    </div>
  );
}

function Card({
  title,
  isWhole = false,
  children,
}: {
  readonly title: string;
  /** As wide as the page. */
  readonly isWhole?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className={`${classes.card ?? ''} ${isWhole ? (classes.whole ?? '') : ''}`} aria-label={title}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
