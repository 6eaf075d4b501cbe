import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../../elements/failure-note.tsx';
import { useApi } from '../../farm/api-provider.tsx';
import { useMachines } from '../use-machines.ts';
import { JoinedNote } from './joined-note.tsx';
import { PairingCode } from './pairing-code.tsx';

/** Makes a code, shows what to do with it, and says when a machine has come with it. Shown while it is rendered. */
export function PairDialog({ close }: { readonly close: () => void }) {
  const { t } = useTranslation('machines');
  const { t: tCommon } = useTranslation();
  const { administration } = useApi();
  const { data } = useMachines();
  const machines = data?.machines ?? [];
  /** Who was there before the code was. */
  const [known, setKnown] = useState<ReadonlySet<number>>(new Set());
  const [name, setName] = useState('');
  const pairing = useMutation({
    mutationFn: () =>
      administration.createPairingCode(name.trim() === '' ? {} : { machineName: name.trim() }),
    onMutate: () => setKnown(new Set(machines.map(({ machineId }) => machineId))),
  });
  const joined =
    pairing.data === undefined ? undefined : machines.find(({ machineId }) => !known.has(machineId));
  return (
    <Modal
      opened
      onClose={close}
      title={t('pair.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      {pairing.data === undefined ? (
        <form
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault();
            pairing.mutate();
          }}
        >
          <Stack>
            <Text size="sm">{t('pair.text')}</Text>
            <TextInput
              label={t('pair.name')}
              description={t('pair.nameHint')}
              maxLength={255}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            {pairing.isError && <FailureNote error={pairing.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {tCommon('cancel')}
              </Button>
              <Button type="submit" loading={pairing.isPending}>
                {t('pair.make')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <div aria-live="polite">
            {joined === undefined ? (
              <Alert color="indigo" variant="light">
                {t('pair.waiting')}
              </Alert>
            ) : (
              <JoinedNote machine={joined} />
            )}
          </div>
          {joined === undefined && <PairingCode pairing={pairing.data} renew={() => pairing.mutate()} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {tCommon('close')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
