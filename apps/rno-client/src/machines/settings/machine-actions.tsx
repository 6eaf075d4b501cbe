import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ChangeMachineRequest, MachineStatus } from '@renderonline/contract';
import { IconChevronDown, IconPlayerPause, IconPlayerPlay, IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { MachineForm } from './machine-form.tsx';
import { MachineQuestion, type Question } from './machine-question.tsx';
import { useMachineChange, useMachineSettings } from './use-machine-change.ts';

/** What admins can do with a machine. What ends renders is asked for first. */
export function MachineActions({ machine }: { readonly machine: MachineStatus }) {
  const { t } = useTranslation('machines');
  const settings = useMachineSettings(machine.machineId);
  const [question, setQuestion] = useState<Question | null>(null);
  const [isEditing, setEditing] = useState(false);
  const change = useMachineChange((administration, changes: ChangeMachineRequest) =>
    administration.changeMachine(machine.machineId, changes).catch((error: unknown) => {
      notifications.show({ color: 'red', title: t('notChanged'), message: <ErrorText error={error} /> });
    }),
  );
  if (settings === undefined) return null;
  const { isDrained, isEnabled, isRevoked, transport } = settings;
  return (
    <>
      {machine.quarantineReason !== null && (
        <Button color="red" variant="light" onClick={() => setQuestion('release')}>
          {t('actions.release')}
        </Button>
      )}
      {!isRevoked && isEnabled && (
        <Button
          variant="default"
          leftSection={
            isDrained ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
          }
          loading={change.isPending}
          onClick={() => change.mutate({ isDrained: !isDrained })}
        >
          {isDrained ? t('actions.goOn') : t('actions.drain')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconSettings size={16} aria-hidden />}
        onClick={() => setEditing(true)}
      >
        {t('actions.settings')}
      </Button>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            {t('actions.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {isEnabled ? (
            <Menu.Item onClick={() => setQuestion('switchOff')}>{t('actions.switchOff')}</Menu.Item>
          ) : (
            !isRevoked && (
              <Menu.Item onClick={() => change.mutate({ isEnabled: true })}>
                {t('actions.switchOn')}
              </Menu.Item>
            )
          )}
          {transport === 'link' && !isRevoked && (
            <Menu.Item color="red" onClick={() => setQuestion('revoke')}>
              {t('actions.revoke')}
            </Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => setQuestion('remove')}>
            {t('actions.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isEditing && <MachineForm settings={settings} close={() => setEditing(false)} />}
      {question !== null && (
        <MachineQuestion machine={machine} question={question} close={() => setQuestion(null)} />
      )}
    </>
  );
}
