import { Anchor, Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { withValue } from '../task-address.ts';
import { useBarTexts } from '../timeline/use-bar-texts.ts';
import { writeHit } from './hits.ts';
import { LevelWord, LineTime } from './log-row.tsx';
import { Marked } from './marked.tsx';
import { readLine } from './read-line.ts';
import type { FoundLinesQuery } from './use-found-lines.ts';
import classes from './log.module.css';

/** Lines that were found, each with the way to its place in the log. */
export function FoundLines({ found }: { readonly found: FoundLinesQuery }) {
  const { t } = useTranslation('task');
  const texts = useBarTexts();
  const [search] = useSearchParams();
  const { text, matches, hasMore, isSearching, findMore } = found;
  return (
    <Stack gap="xs">
      <ol className={classes.found} aria-label={t('log.search')}>
        {matches.map((match) => {
          const { atMs, level, text: line } = readLine(match.line);
          return (
            <li key={`${match.attemptId} ${match.offset}`}>
              <Anchor
                component={Link}
                href={`?${withValue(search, 'hit', writeHit(match)).toString()}`}
                size="xs"
                underline="always"
              >
                {t('log.head', {
                  attemptId: match.attemptId,
                  machine: match.machine?.name ?? t('timeline.removed'),
                  frames: texts.frames(match),
                })}
              </Anchor>
              <div className={classes.foundLine}>
                <LineTime atMs={atMs} />
                <LevelWord level={level} />
                <span>
                  <Marked line={line} text={text} />
                </span>
              </div>
            </li>
          );
        })}
      </ol>
      {hasMore && (
        <Button
          variant="default"
          loading={isSearching}
          onClick={() => void findMore()}
          style={{ alignSelf: 'center' }}
        >
          {t('log.searchOn')}
        </Button>
      )}
    </Stack>
  );
}
