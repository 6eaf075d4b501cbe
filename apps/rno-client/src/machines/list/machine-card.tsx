import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { useFormat, useNow } from '../../format/use-format.ts';
import { FramesNow } from '../frames-now.tsx';
import { MachineLoad } from '../machine-load.tsx';
import { MachineReason, MachineState } from '../machine-state.tsx';
import type { MachineRowProps } from './machine-table.tsx';
import { engineNames } from './machine-query.ts';
import classes from '../machines.module.css';

interface MachineCardProps extends MachineRowProps {
  /** Which of how many it is: others may be out of sight. */
  readonly place: { readonly index: number; readonly count: number };
  /** For the one whose height is that of its line. */
  readonly measure: { readonly line: number; readonly ref: (card: Element | null) => void } | undefined;
}

/** A machine as a card. */
export function MachineCard({ machine, frames, place, measure }: MachineCardProps) {
  const { t } = useTranslation('machines');
  return (
    <li
      ref={measure?.ref}
      data-index={measure?.line}
      className={classes.card}
      aria-posinset={place.index + 1}
      aria-setsize={place.count}
    >
      <div className={classes.cardHead}>
        <Link href={addresses.machine(machine.machineId)} className={classes.name}>
          {machine.name}
        </Link>
        <MachineState machine={machine} />
      </div>
      <MachineReason machine={machine} />
      <FramesNow machine={machine} frames={frames} />
      {machine.load !== null && <MachineLoad machine={machine} />}
      <div className={classes.cardFoot}>
        <Text size="xs" c="dimmed" style={{ flex: 1, minWidth: 140 }}>
          {engineNames(machine).join(', ') || t('noEngines')}
          {' · '}
          {t('slots', { count: machine.slots })}
          {machine.state !== 'busy' && machine.state !== 'idle' && <LastHeard at={machine.lastHeardAt} />}
        </Text>
        {machine.tags.map((tag) => (
          <Badge key={tag} variant="default" size="sm" tt="none">
            {tag}
          </Badge>
        ))}
      </div>
    </li>
  );
}

function LastHeard({ at }: { readonly at: string | null }) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const nowMs = useNow();
  return <>{` · ${at === null ? t('neverHeard') : t('heard', { when: format.relative(at, nowMs) })}`}</>;
}
