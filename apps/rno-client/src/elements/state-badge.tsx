import { Text } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type State = TaskSnapshot['state'];

const icons: Readonly<Record<State, typeof IconClock>> = {
  queued: IconClock,
  running: IconPlayerPlay,
  succeeded: IconCircleCheck,
  failed: IconCircleX,
  canceled: IconBan,
  paused: IconPlayerPause,
};

/** The CSS variable with a state's colour, for text and for lines. */
export function stateColour(state: State): string {
  return `var(--state-${state})`;
}

/** A task's state: sign, word and colour, since a colour alone tells some people nothing. */
export function StateBadge({ state }: { readonly state: State }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <Text
      span
      size="sm"
      fw={600}
      style={{
        color: stateColour(state),
        display: 'inline-flex',
        alignItems: 'center',
        gap: 6,
        flex: 'none',
      }}
    >
      <Icon size={16} aria-hidden />
      {t(`states.${state}`)}
    </Text>
  );
}
