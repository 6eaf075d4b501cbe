import { ActionIcon, Button, Group, Loader, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { placeOf, type Hit } from './hits.ts';
import type { FoundLinesQuery } from './use-found-lines.ts';

interface HitBarProps {
  readonly found: FoundLinesQuery;
  /** The one that is shown; undefined while the list of all is. */
  readonly hit: Hit | undefined;
  readonly step: (by: 1 | -1) => void;
  readonly showAll: () => void;
  readonly end: () => void;
}

/** How many lines were found, which of them one is at, and the ways to the others. */
export function HitBar({ found, hit, step, showAll, end }: HitBarProps) {
  const { t } = useTranslation('task');
  const format = useFormat();
  const { matches, hasMore, isSearching } = found;
  const count = matches.length;
  const shown = format.number(count);
  const place = placeOf(matches, hit);
  const all = hasMore ? t('log.foundMore', { shown }) : t('log.found', { count, shown });
  const at = { place: format.number(place + 1), count: shown };
  return (
    <Group justify="space-between" gap="xs" mb="xs">
      <Group gap="xs" wrap="nowrap">
        <Group gap="xs" aria-live="polite">
          {isSearching && <Loader size="xs" aria-hidden />}
          <Text size="sm" className="tabular">
            {place >= 0
              ? t(hasMore ? 'log.hitOfMore' : 'log.hitOf', at)
              : isSearching
                ? t('log.searching')
                : all}
          </Text>
        </Group>
        {count > 0 && (
          <>
            <ActionIcon variant="default" onClick={() => step(-1)} aria-label={t('log.previousHit')}>
              <IconChevronUp size={16} />
            </ActionIcon>
            <ActionIcon variant="default" onClick={() => step(1)} aria-label={t('log.nextHit')}>
              <IconChevronDown size={16} />
            </ActionIcon>
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {t('log.hitKeys')}
            </Text>
          </>
        )}
      </Group>
      <Group gap="xs">
        {hit !== undefined && (
          <Button size="xs" variant="default" onClick={showAll}>
            {t('log.allHits')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={end}>
          {t('log.endSearch')}
        </Button>
      </Group>
    </Group>
  );
}
