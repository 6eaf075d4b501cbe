import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface LeaveQuestionProps {
  readonly stay: () => void;
  readonly leave: () => void;
}

/** Whether what is not saved may be lost. */
export default function LeaveQuestion({ stay, leave }: LeaveQuestionProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={stay} title={t('unsaved.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Text size="sm">{t('unsaved.text')}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" color="red" onClick={leave}>
          {t('unsaved.discard')}
        </Button>
        <Button onClick={stay} data-autofocus>
          {t('unsaved.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
