import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export interface UndoableAction {
  /** What is being done: "3 tasks deleted". */
  readonly text: string;
  /** How long it can be taken back. */
  readonly undoMs: number;
  /** Takes it back. @returns whether it was not too late */
  readonly undo: () => boolean;
}

/** Says what is done in a moment, and offers to take it back until then. */
export function useUndo(): (action: UndoableAction) => void {
  const { t } = useTranslation();
  return useCallback(
    ({ text, undoMs, undo }) => {
      const id = notifications.show({
        autoClose: undoMs,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{text}</Text>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                if (!undo()) notifications.show({ color: 'yellow', message: t('undoTooLate') });
              }}
            >
              {t('undo')}
            </Button>
          </Group>
        ),
      });
    },
    [t],
  );
}
