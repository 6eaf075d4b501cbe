import { Anchor, Button, Group, Loader, Mark, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { FailureNote } from '../../elements/failure-note.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { useFormat } from '../../format/use-format.ts';
import { withValue } from '../task-address.ts';
import { useBarTexts } from '../timeline/use-bar-texts.ts';
import { LevelWord, LineTime } from './log-row.tsx';
import { readLine } from './read-line.ts';
import classes from './log.module.css';

const pageSize = 100;

interface FoundLinesProps {
  readonly taskId: number;
  readonly attemptId: number | undefined;
  /** Empty while somebody has only begun to type. */
  readonly text: string;
  readonly end: () => void;
}

/** Lines with a text in them, of all that was kept, also of what the log does not show any more. */
export function FoundLines({ taskId, attemptId, text, end }: FoundLinesProps) {
  const { t } = useTranslation('task');
  const api = useApi();
  const format = useFormat();
  const texts = useBarTexts();
  const [search] = useSearchParams();
  const query = useInfiniteQuery({
    queryKey: ['found-lines', taskId, attemptId, text],
    queryFn: ({ signal, pageParam }) =>
      api.searchLogs(
        taskId,
        {
          ...{ search: text, limit: pageSize },
          ...(attemptId === undefined ? {} : { attempt: attemptId }),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: text !== '',
  });
  if (query.error !== null) return <FailureNote error={query.error} retry={query.refetch} />;
  const matches = query.data?.pages.flatMap((page) => page.matches) ?? [];
  const shown = format.number(matches.length);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Group gap="xs" aria-live="polite">
          {query.isFetching || text === '' ? (
            <>
              <Loader size="xs" aria-hidden />
              <Text size="sm">{t('log.searching')}</Text>
            </>
          ) : (
            <Text size="sm">
              {query.hasNextPage
                ? t('log.foundMore', { shown })
                : t('log.found', { count: matches.length, shown })}
            </Text>
          )}
        </Group>
        <Button size="xs" variant="default" onClick={end}>
          {t('log.endSearch')}
        </Button>
      </Group>
      <ol className={classes.found} aria-label={t('log.search')}>
        {matches.map((match) => {
          const { atMs, level, text: line } = readLine(match.line);
          const href = `?${withValue(withValue(search, 'text', ''), 'attempt', String(match.attemptId)).toString()}`;
          return (
            <li key={`${match.attemptId} ${match.offset}`}>
              <Anchor component={Link} href={href} size="xs" underline="always">
                {t('log.head', {
                  attemptId: match.attemptId,
                  machine: match.machine?.name ?? t('timeline.removed'),
                  frames: texts.frames(match),
                })}
              </Anchor>
              <div className={classes.foundLine}>
                <LineTime atMs={atMs} />
                <LevelWord level={level} />
                <Marked line={line} text={text} />
              </div>
            </li>
          );
        })}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          style={{ alignSelf: 'center' }}
        >
          {t('log.searchOn')}
        </Button>
      )}
    </Stack>
  );
}

/** A line with what was searched for marked, once. */
function Marked({ line, text }: { readonly line: string; readonly text: string }) {
  const at = line.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return <span>{line}</span>;
  return (
    <span>
      {line.slice(0, at)}
      <Mark>{line.slice(at, at + text.length)}</Mark>
      {line.slice(at + text.length)}
    </span>
  );
}
