import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import type { TaskSnapshot } from '@renderonline/contract';
import { IconChevronDown, IconDots, IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePaletteActions } from '../../shell/palette/palette-provider.tsx';
import { Keys } from '../../shell/shortcuts/keys.tsx';
import { useShortcut } from '../../shell/shortcuts/shortcut-provider.tsx';
import { ConvertDialog } from './convert-dialog.tsx';
import { FramesDialog } from './frames-dialog.tsx';
import type { TaskAction, TaskDialog } from './task-action.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { useActionsOfTask, type ActionsOfTask } from './use-actions-of-task.ts';
import { VideoDialog } from './video-dialog.tsx';

/** What can be done about a task, by mouse, by keys, and in the palette. */
export function ActionBar({ task }: { readonly task: TaskSnapshot }) {
  const { t } = useTranslation('task');
  const [dialog, setDialog] = useState<TaskDialog | null>(null);
  const actions = useActionsOfTask(task, setDialog);
  const { first, downloads, others, priorities, remove } = actions;
  const all = [...(first === undefined ? [] : [first]), ...downloads, ...others, remove];
  useInPalette(task, actions);
  const close = (): void => setDialog(null);
  return (
    <Group gap="xs">
      {all.map((action) => action.keys !== undefined && <Key key={action.id} action={action} />)}
      {first !== undefined && (
        <Button
          variant="default"
          leftSection={<first.icon size={16} aria-hidden />}
          onClick={() => first.run()}
        >
          {first.label}
        </Button>
      )}
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button
            disabled={downloads.length === 0}
            leftSection={<IconDownload size={16} aria-hidden />}
            rightSection={<IconChevronDown size={16} aria-hidden />}
          >
            {t('actions.downloadMenu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>{downloads.map(item)}</Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={290}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('actions.menu')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(item)}
          {priorities.length > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{t('actions.priority')}</Menu.Label>
            </>
          )}
          {priorities.map(item)}
          <Menu.Divider />
          {item(remove)}
        </Menu.Dropdown>
      </Menu>
      {(dialog === 'requeue' || dialog === 'add' || dialog === 'download') && (
        <FramesDialog task={task} what={dialog} close={close} />
      )}
      {dialog === 'video' && <VideoDialog task={task} close={close} />}
      {dialog === 'convert' && <ConvertDialog task={task} close={close} />}
      {dialog === 'template' && <TemplateDialog task={task} close={close} />}
    </Group>
  );
}

function item({ id, label, icon: Icon, keys, run }: TaskAction) {
  const isDangerous = id === 'task-delete';
  return (
    <Menu.Item
      key={id}
      leftSection={<Icon size={16} aria-hidden />}
      rightSection={
        keys !== undefined && (
          <span aria-hidden>
            <Keys keys={keys} />
          </span>
        )
      }
      onClick={() => run()}
      {...(isDangerous ? { c: 'var(--mantine-color-error)' } : {})}
    >
      {label}
    </Menu.Item>
  );
}

/** A key for as long as there is what it does. */
function Key({ action: { keys = '', label, run } }: { readonly action: TaskAction }) {
  useShortcut({ keys, label, run });
  return null;
}

function useInPalette(task: TaskSnapshot, { first, downloads, others, priorities, remove }: ActionsOfTask) {
  const { t } = useTranslation('task');
  const list = [
    ...(first === undefined ? [] : [first]),
    ...downloads.map((action) => ({ ...action, label: `${t('actions.downloadMenu')}: ${action.label}` })),
    ...others,
    ...priorities.map((action) => ({
      ...action,
      label: t('actions.priorityAt', { priority: action.label }),
    })),
    remove,
  ];
  // The newest ones whenever what there is changes; what each does stays the same while it is there.
  const names = list.map(({ id, label }) => `${id} ${label}`).join('\n');
  usePaletteActions(
    useMemo(
      () => list.map(({ id, label, run }) => ({ id, label, description: task.fileName, run })),
      // eslint-disable-next-line react-hooks/exhaustive-deps
      [names, task.fileName],
    ),
  );
}
