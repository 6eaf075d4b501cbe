import { Card, Skeleton, Stack, Title } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { EmptyNote } from '../../elements/empty-note.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { PageHead } from '../../elements/page-head.tsx';
import { useTasks } from '../../farm/farm-provider.tsx';
import { useIsAdmin } from '../../session/session-provider.tsx';
import { FramesNow } from '../frames-now.tsx';
import { framesByMachine } from '../machine-facts.ts';
import { MachineLoad } from '../machine-load.tsx';
import { MachineReason, MachineState } from '../machine-state.tsx';
import { MachineActions } from '../settings/machine-actions.tsx';
import { useMachines } from '../use-machines.ts';
import { MachineHistory } from './machine-history.tsx';
import { MachineTerms } from './machine-terms.tsx';
import classes from '../machines.module.css';

/** One machine: what it is, does now, and has done. */
export default function MachinePage() {
  const { t } = useTranslation('machines');
  const isAdmin = useIsAdmin();
  const { machineId } = useParams<{ machineId: string }>();
  const { data, error, isPending, refetch } = useMachines();
  const tasks = useTasks();
  const machine = data?.machines.find((one) => String(one.machineId) === machineId);
  const frames = useMemo(
    () => (machine === undefined ? [] : (framesByMachine([machine], tasks).get(machine.machineId) ?? [])),
    [machine, tasks],
  );
  if (isPending) return <Skeleton h={320} aria-busy />;
  if (machine === undefined) {
    return (
      <>
        <PageHead title={t('title')} />
        {error === null ? (
          <EmptyNote icon={IconMapOff} title={t('gone')} text={t('goneText')} />
        ) : (
          <FailureNote error={error} retry={refetch} />
        )}
      </>
    );
  }
  return (
    <>
      <PageHead title={machine.name}>{isAdmin && <MachineActions machine={machine} />}</PageHead>
      <Stack gap="xl">
        <div className={classes.facts}>
          <Card withBorder bg="var(--surface)">
            <Stack gap="sm">
              <Title order={2} size="h5">
                {t('columns.now')}
              </Title>
              <MachineState machine={machine} />
              <MachineReason machine={machine} />
              <FramesNow machine={machine} frames={frames} />
              <MachineLoad machine={machine} />
            </Stack>
          </Card>
          <Card withBorder bg="var(--surface)">
            <Stack gap="sm">
              <Title order={2} size="h5">
                {t('about')}
              </Title>
              <MachineTerms machine={machine} />
            </Stack>
          </Card>
        </div>
        <MachineHistory machine={machine} />
      </Stack>
    </>
  );
}
