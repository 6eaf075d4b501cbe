import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { PairingCodeCreated } from '@renderonline/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecretNote } from '../../elements/secret-note.tsx';
import { useNow } from '../../format/use-format.ts';
import { countdown, isLoopback, joinLine, systems } from './join-line.ts';
import { QrCode } from './qr-code.tsx';

interface PairingCodeProps {
  readonly pairing: PairingCodeCreated;
  /** Makes another one. */
  readonly renew: () => void;
}

/** The line to paste, the same as a QR code, and how long it is good for. */
export function PairingCode({ pairing, renew }: PairingCodeProps) {
  const { t } = useTranslation('machines');
  const [system, setSystem] = useState(systems[0] as (typeof systems)[number]);
  const leftMs = Date.parse(pairing.expiresAt) - useNow(1000);
  const { origin, hostname } = window.location;
  const line = joinLine(system, origin, pairing);
  if (leftMs <= 0) {
    return (
      <Alert color="yellow" variant="light" role="alert" title={t('pair.expired')}>
        <Button onClick={renew}>{t('pair.another')}</Button>
      </Alert>
    );
  }
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('pair.system')}
        data={systems.map((value) => ({ value, label: t(`pair.systems.${value}`) }))}
        value={system}
        onChange={(value) => setSystem(systems.find((each) => each === value) ?? system)}
      />
      <SecretNote secret={line} label={t('pair.line')} />
      {isLoopback(hostname) && (
        <Alert color="yellow" variant="light">
          {t('pair.loopback', { origin })}
        </Alert>
      )}
      <Group align="center" gap="lg">
        <QrCode text={line} label={t('pair.qr')} />
        <Stack gap={4} style={{ flex: '1 1 180px' }}>
          <Text size="sm" c="dimmed">
            {t('pair.code')}
          </Text>
          <Text ff="monospace" fz={28} fw={600}>
            {pairing.code}
          </Text>
          <Text size="sm" role="timer" className="tabular">
            {t('pair.left', { left: countdown(leftMs) })}
          </Text>
          <Text size="xs" c="dimmed">
            {t('pair.once')}
          </Text>
        </Stack>
      </Group>
    </Stack>
  );
}
