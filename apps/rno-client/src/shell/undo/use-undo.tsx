import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { createDelayedActions } from './delayed-actions.ts';

/** Long enough to read what was done and to reach the button. */
const undoMs = 8000;
const delayed = createDelayedActions();
window.addEventListener('pagehide', () => {
  delayed.flush();
});

export interface UndoableAction {
  /** What is being done: "3 tasks deleted". */
  readonly text: string;
  /** Does it for good. The page may be closing: requests need `keepalive`, or to be sent at once. */
  readonly run: () => void;
  /** Shows it as it was again. */
  readonly undo?: () => void;
}

/** Does something in a moment, and offers to take it back until then. */
export function useUndo(): (action: UndoableAction) => void {
  const { t } = useTranslation();
  return useCallback(
    ({ text, run, undo }) => {
      const takeBack = delayed.later(run, undoMs);
      const id = notifications.show({
        autoClose: undoMs,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{text}</Text>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                takeBack();
                undo?.();
                notifications.hide(id);
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
