import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { useFarm } from '../farm/farm-provider.tsx';
import { useCurrentSession } from '../session/session-provider.tsx';
import { createEndWatch, type EndedTask } from './end-watch.ts';
import { noticePermission, useNoticeSettings } from './notice-settings.ts';
import { showInSystem } from './show-in-system.ts';

/** Tells when tasks of one's own end: on the page while it is looked at, by the system while it is not. */
export default function EndNotices() {
  const { t } = useTranslation('notifications');
  const { userId } = useCurrentSession();
  const { onEvent, tasks } = useFarm();
  const [settings] = useNoticeSettings();
  const [, navigate] = useLocation();

  const tell = useEffectEvent((all: readonly EndedTask[]) => {
    const ended = all.filter(({ state }) => settings[state]);
    const [first] = ended;
    if (first === undefined) return;
    const failed = ended.filter(({ state }) => state === 'failed').length;
    const [title, body] =
      ended.length === 1
        ? [t(`one.${first.state}`), first.fileName]
        : [
            t('many', { count: ended.length }),
            failed === 0 ? t('allDone') : t('someFailed', { failed, done: ended.length - failed }),
          ];
    const address = ended.length === 1 ? addresses.task(first.taskId) : addresses.tasks;
    if (document.visibilityState === 'visible') {
      const id = notifications.show({
        color: failed > 0 ? 'red' : 'green',
        title,
        message: (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              notifications.hide(id);
              navigate(address);
            }}
          >
            <Text span inherit lineClamp={2}>
              {body}
            </Text>
          </Anchor>
        ),
      });
    } else if (settings.isInSystem && noticePermission() === 'granted') {
      const tag = ended.map(({ taskId }) => `renderonline-${taskId}`).join();
      showInSystem({ title, body, tag, click: () => navigate(address) });
    }
  });

  useEffect(() => {
    const watch = createEndWatch({
      userId,
      before: (taskId) => tasks().get(taskId),
      tell: (ended) => tell(ended),
    });
    const stop = onEvent((event) => {
      if (event.name === 'task') watch.see(event.data.task);
    });
    return () => {
      stop();
      watch.close();
    };
  }, [userId, tasks, onEvent]);
  return null;
}
