import { Alert, Anchor } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { addresses } from '../../app/addresses.ts';

/** A machine has come. */
export function JoinedNote({ machine }: { readonly machine: MachineStatus }) {
  const { t } = useTranslation('machines');
  return (
    <Alert
      color="green"
      variant="light"
      icon={<IconCircleCheck />}
      title={t('pair.joined', { name: machine.name })}
    >
      <Anchor
        component={Link}
        href={addresses.machine(machine.machineId)}
        size="sm"
        c="inherit"
        underline="always"
      >
        {t('pair.look')}
      </Anchor>
    </Alert>
  );
}
