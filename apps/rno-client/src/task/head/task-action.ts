import type { TablerIcon } from '@tabler/icons-react';

/** What can be done about a task: a button or an item of a menu, a key, and an entry of the palette. */
export interface TaskAction {
  readonly id: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly keys?: string;
  readonly run: () => void;
}

/** Which of the dialogs is open. */
export type TaskDialog = 'requeue' | 'add' | 'download' | 'video' | 'convert' | 'template';

export const priorities = [90, 70, 50, 30, 10] as const;
