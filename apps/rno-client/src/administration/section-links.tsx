import { NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { addresses, administrationSections, type AdministrationSection } from '../app/addresses.ts';
import { usePaletteActions } from '../shell/palette/palette-provider.tsx';
import classes from './administration.module.css';

/** The parts of administration, each at an address of its own: tabs, or a list to choose from on narrow screens. */
export function SectionLinks() {
  const { t } = useTranslation('administration');
  const [path, navigate] = useLocation();
  usePaletteActions(
    useMemo(
      () =>
        administrationSections.map((section) => ({
          id: `administration-${section}`,
          label: t(`sections.${section}`),
          description: t('title'),
          run: () => navigate(addresses.administrationOf(section)),
        })),
      [t, navigate],
    ),
  );
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const here = administrationSections.find((section) => path.startsWith(addresses.administrationOf(section)));
  if (isNarrow) {
    return (
      <NativeSelect
        aria-label={t('sectionsTitle')}
        mb="md"
        value={here}
        data={[
          ...administrationSections.map((section) => ({ value: section, label: t(`sections.${section}`) })),
          { value: 'machines', label: t('sections.machines') },
        ]}
        onChange={(event) => {
          const section = event.currentTarget.value;
          navigate(
            section === 'machines'
              ? addresses.machines
              : addresses.administrationOf(section as AdministrationSection),
          );
        }}
      />
    );
  }
  return (
    <nav className={classes.tabs} aria-label={t('sectionsTitle')}>
      {administrationSections.map((section) => (
        <Link
          key={section}
          href={addresses.administrationOf(section)}
          className={classes.tab}
          aria-current={section === here ? 'page' : undefined}
        >
          {t(`sections.${section}`)}
        </Link>
      ))}
      <Link href={addresses.machines} className={classes.tab}>
        {t('sections.machines')}
      </Link>
    </nav>
  );
}
