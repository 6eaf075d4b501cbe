import { Skeleton, Tabs } from '@mantine/core';
import type { TaskSnapshot, TaskView } from '@renderonline/contract';
import { IconChartGridDots, IconFiles, IconInfoCircle, IconTerminal2 } from '@tabler/icons-react';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Overview } from './overview/overview.tsx';
import { readSection, sections, writeSection, type Section } from './task-address.ts';
import classes from './task.module.css';

const Timeline = lazy(() => import('./timeline/timeline.tsx'));
const Log = lazy(() => import('./log/log.tsx'));
const Files = lazy(() => import('./files/files.tsx'));

const icons = { overview: IconInfoCircle, timeline: IconChartGridDots, log: IconTerminal2, files: IconFiles };

export interface SectionProps {
  readonly task: TaskSnapshot;
  readonly view: TaskView;
}

/** The parts of a task's page, of which the address has one open. */
export function Sections(props: SectionProps) {
  const { t } = useTranslation('task');
  const [search, setSearch] = useSearchParams();
  const tabs = useRef<HTMLDivElement>(null);
  return (
    <Tabs
      value={readSection(search)}
      onChange={(section) => {
        setSearch((before) => writeSection(before, (section ?? 'overview') as Section), { replace: true });
        if (tabs.current !== null) bringUp(tabs.current);
      }}
      keepMounted={false}
    >
      <Tabs.List ref={tabs} aria-label={t('sections.title')} className={classes.tabs}>
        {sections.map((section) => {
          const Icon = icons[section];
          return (
            <Tabs.Tab key={section} value={section} leftSection={<Icon size={16} aria-hidden />}>
              {t(`sections.${section}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      <Suspense fallback={<Skeleton h={240} mt="md" />}>
        <Tabs.Panel value="overview" pt="md" className={classes.panel}>
          <Overview {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline" pt="md" className={classes.panel}>
          <Timeline {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="log" pt="md" className={classes.panel}>
          <Log {...props} />
        </Tabs.Panel>
        <Tabs.Panel value="files" pt="md" className={classes.panel}>
          <Files {...props} />
        </Tabs.Panel>
      </Suspense>
    </Tabs>
  );
}

/** Below the film there is little room to read what has been chosen. */
function bringUp(tabs: HTMLElement): void {
  if (tabs.getBoundingClientRect().bottom < window.innerHeight / 2) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  tabs.scrollIntoView({ block: 'start', behavior: isCalm ? 'instant' : 'smooth' });
}
