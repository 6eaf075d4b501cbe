import { Badge, Group } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useFormat, useNow } from '../../format/use-format.ts';
import { useSession } from '../../session/use-session.ts';
import { engineNames } from '../list/machine-query.ts';
import classes from '../machines.module.css';

const megabyte = 1024 * 1024;

/** What a machine is. */
export function MachineTerms({ machine }: { readonly machine: MachineStatus }) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const nowMs = useNow();
  const { data: session } = useSession();
  const ofRenderApi = session?.farm.version;
  const versionText = (version: string | null) =>
    version === null || ofRenderApi === undefined || version === ofRenderApi
      ? version
      : t('otherVersion', { version, ofRenderApi });
  const { fingerprint, load, tags } = machine;
  const freeDiskMb = load?.freeDiskMb ?? null;
  const terms: (readonly [string, string | null])[] = [
    [t('columns.engines'), engineNames(machine).join(', ') || t('noEngines')],
    [t('columns.slots'), format.number(machine.slots)],
    [t('schedule'), machine.schedule ?? t('always')],
    [t('system'), fingerprint && `${fingerprint.os} · ${fingerprint.arch}`],
    [t('host'), fingerprint && fingerprint.hostName],
    [t('cores'), fingerprint && format.number(fingerprint.cores)],
    [t('memory'), fingerprint && format.bytes(fingerprint.memoryMb * megabyte)],
    [t('gpu'), fingerprint && (fingerprint.gpus.map(({ name }) => name).join(', ') || t('noGpu'))],
    [t('disk'), freeDiskMb === null ? null : t('free', { bytes: format.bytes(freeDiskMb * megabyte) })],
    [t('hpcServer'), fingerprint && versionText(fingerprint.hpcServerVersion)],
    [t('columns.heard'), machine.lastHeardAt && format.relative(machine.lastHeardAt, nowMs)],
    [t('retry'), machine.retryAt && format.relative(machine.retryAt, nowMs)],
  ];
  return (
    <dl className={classes.terms}>
      {terms.map(([term, text]) =>
        text === null || text === '' ? null : (
          <div key={term} style={{ display: 'contents' }}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ),
      )}
      {tags.length > 0 && (
        <div style={{ display: 'contents' }}>
          <dt>{t('tags')}</dt>
          <dd>
            <Group gap={4}>
              {tags.map((tag) => (
                <Badge key={tag} variant="default" tt="none">
                  {tag}
                </Badge>
              ))}
            </Group>
          </dd>
        </div>
      )}
    </dl>
  );
}
