import type { Administration } from '@renderonline/client/browser';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { ConfirmDialog } from '../../elements/confirm-dialog.tsx';
import { usePhrases } from '../../elements/use-phrases.ts';
import { useMachineChange } from './use-machine-change.ts';

export type Question = 'release' | 'switchOff' | 'revoke' | 'remove';

const answers: Readonly<Record<Question, (of: Administration, machineId: number) => Promise<unknown>>> = {
  release: (administration, machineId) => administration.releaseMachine(machineId),
  switchOff: (administration, machineId) => administration.changeMachine(machineId, { isEnabled: false }),
  revoke: (administration, machineId) => administration.revokeMachine(machineId),
  remove: (administration, machineId) => administration.removeMachine(machineId),
};

interface MachineQuestionProps {
  readonly machine: MachineStatus;
  readonly question: Question;
  readonly close: () => void;
}

/** Asks before a machine ends its renders, leaves, or comes back from quarantine. Shown while it is rendered. */
export function MachineQuestion({ machine, question, close }: MachineQuestionProps) {
  const { t } = useTranslation('machines');
  const [, navigate] = useLocation();
  const say = usePhrases();
  const { machineId, name, quarantineReason, reasonPhrases, leases } = machine;
  const change = useMachineChange<undefined>(
    (administration) => answers[question](administration, machineId),
    () => {
      close();
      if (question === 'remove') navigate(addresses.machines);
    },
  );
  const count = leases.filter(({ isRunning }) => isRunning).length;
  const text = t(`questions.${question}`, { name, reason: say(reasonPhrases, quarantineReason) });
  const ends = count > 0 && (question === 'switchOff' || question === 'revoke');
  return (
    <ConfirmDialog
      title={t(`actions.${question}`)}
      text={ends ? `${text} ${t('endsRenders', { count })}` : text}
      action={t(`actions.${question}`)}
      isPending={change.isPending}
      error={change.error}
      confirm={() => change.mutate(undefined)}
      close={close}
    />
  );
}
