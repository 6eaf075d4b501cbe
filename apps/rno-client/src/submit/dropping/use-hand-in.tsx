import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { ErrorText } from '../../elements/error-text.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { useFormat } from '../../format/use-format.ts';
import { enginesQuery } from '../../farm/engines-query.ts';
import { useOpenDesk } from '../uploads/desk-provider.tsx';
import { mostFiles, type GivenFile } from './given-file.ts';
import { groupFiles } from './group-files.ts';
import { listArchive } from './list-archive.ts';
import { extensionsOf } from './main-files.ts';
import { TooManyFiles } from './read-dropped.ts';

/** Takes what somebody gives to the page, and shows what becomes of it. */
export function useHandIn(): (given: () => Promise<readonly GivenFile[]>) => void {
  const { t } = useTranslation('submit');
  const api = useApi();
  const openDesk = useOpenDesk();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  return useCallback(
    (given) => {
      const reading = given();
      const take = async (): Promise<void> => {
        const [files, engines, desk] = await Promise.all([
          reading,
          queryClient.query(enginesQuery(api)),
          openDesk(),
        ]);
        if (files.length === 0) throw new Error(t('nothing'));
        for (const source of groupFiles(files, extensionsOf(engines))) {
          const [archive] = source.kind === 'archive' ? source.files : [];
          desk.add(source, engines, archive && (await listArchive(archive.blob)));
        }
      };
      navigate(addresses.submit);
      take().catch((error: unknown) => {
        const isLarge = error instanceof TooManyFiles;
        const message = isLarge ? (
          t('tooManyFiles', { most: format.number(mostFiles) })
        ) : (
          <ErrorText error={error} />
        );
        notifications.show({ color: 'red', title: t('unreadable'), message });
      });
    },
    [api, format, navigate, openDesk, queryClient, t],
  );
}
