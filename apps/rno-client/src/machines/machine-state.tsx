import { Text } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import {
  IconBan,
  IconBed,
  IconCircleCheck,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconQuestionMark,
  IconUrgent,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePhrases } from '../elements/use-phrases.ts';
import { conditionOf, reasonOf, type Condition } from './machine-facts.ts';

const looks: Readonly<Record<Condition, readonly [typeof IconBan, colour: string]>> = {
  rendering: [IconPlayerPlay, 'var(--state-running)'],
  ready: [IconCircleCheck, 'var(--state-succeeded)'],
  resting: [IconBed, 'var(--state-queued)'],
  quarantined: [IconUrgent, 'var(--state-failed)'],
  refusing: [IconBan, 'var(--state-failed)'],
  away: [IconPlugConnectedX, 'var(--state-failed)'],
  unknown: [IconQuestionMark, 'var(--state-queued)'],
};

/** How a machine is: sign, word and colour. */
export function MachineState({ machine }: { readonly machine: MachineStatus }) {
  const { t } = useTranslation('machines');
  const condition = conditionOf(machine);
  const [Icon, color] = looks[condition];
  return (
    <Text
      span
      size="sm"
      fw={600}
      style={{ color, display: 'inline-flex', alignItems: 'center', gap: 6, flex: 'none' }}
    >
      <Icon size={16} aria-hidden />
      {t(`conditions.${condition}`)}
    </Text>
  );
}

/** Why it takes nothing new; nothing where it does. */
export function MachineReason({ machine }: { readonly machine: MachineStatus }) {
  const say = usePhrases();
  const reason = reasonOf(machine);
  if (reason === null) return null;
  const isTrouble = machine.quarantineReason !== null || machine.problem !== null;
  return (
    <Text size="sm" c={isTrouble ? 'var(--state-failed)' : 'dimmed'} style={{ overflowWrap: 'anywhere' }}>
      {say(machine.reasonPhrases, reason)}
    </Text>
  );
}
