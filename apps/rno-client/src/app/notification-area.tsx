import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';

/** Where it is told what was done, or did not work. */
export default function NotificationArea() {
  return <Notifications position="bottom-right" />;
}
