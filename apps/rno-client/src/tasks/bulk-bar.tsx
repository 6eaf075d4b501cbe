import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import {
  IconBan,
  IconDots,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChangeAction } from './use-task-actions.tsx';
import classes from './tasks.module.css';

interface BulkBarProps {
  readonly taskIds: readonly number[];
  readonly change: (action: ChangeAction, taskIds: readonly number[], priority?: number) => void;
  readonly download: (taskIds: readonly number[]) => void;
  /** Those of them that have results. */
  readonly withResults: readonly number[];
  readonly remove: (taskIds: readonly number[]) => void;
  readonly onDone: () => void;
}

const priorities = [90, 70, 50, 30, 10] as const;

/** What can be done to the tasks that are chosen. */
export default function BulkBar(props: BulkBarProps) {
  const { taskIds, withResults, change, download, remove, onDone } = props;
  const { t } = useTranslation('tasks');
  const count = taskIds.length;
  return (
    <Group className={classes.bulk} gap="xs" role="toolbar" aria-label={t('bulk')}>
      <Text size="sm" fw={600} aria-live="polite">
        {t('selected', { count })}
      </Text>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerPause size={16} aria-hidden />}
        onClick={() => change('pause', taskIds)}
      >
        {t('pause')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => change('resume', taskIds)}
      >
        {t('resume')}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={withResults.length === 0}
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => download(withResults)}
      >
        {t('download')}
      </Button>
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="default" size="md" aria-label={t('more')}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => change('requeue', taskIds)}>
            {t('requeue')}
          </Menu.Item>
          <Menu.Item leftSection={<IconBan size={16} />} onClick={() => change('cancel', taskIds)}>
            {t('cancel')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('columns.priority')}</Menu.Label>
          {priorities.map((priority) => (
            <Menu.Item key={priority} onClick={() => change('priority', taskIds, priority)}>
              {t(`priorities.at${priority}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="xs"
        variant="light"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => remove(taskIds)}
      >
        {t('delete')}
      </Button>
      <ActionIcon variant="subtle" color="gray" aria-label={t('selectNone')} onClick={onDone}>
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}
