import { useLocalStorage } from '@mantine/hooks';

/** Of what a browser tells; each browser has its own. */
export interface NoticeSettings {
  /** Also by the system, while the page is not looked at. */
  readonly isInSystem: boolean;
  readonly succeeded: boolean;
  readonly failed: boolean;
}

/** What this browser tells, and how to change it. */
export function useNoticeSettings() {
  return useLocalStorage<NoticeSettings>({
    key: 'renderonline.notices',
    defaultValue: { isInSystem: false, succeeded: true, failed: true },
    getInitialValueInEffect: false,
  });
}

/** What the system allows; 'missing' where there are none, as on pages that came by plain HTTP. */
export function noticePermission(): NotificationPermission | 'missing' {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'missing';
}
