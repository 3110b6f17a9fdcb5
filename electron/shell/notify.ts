import { Notification } from 'electron';
import type { Notice } from './notices.ts';

/** Notifications that are on screen: one that is not referred to loses its click. */
const shown = new Set<Notification>();

/** Shows a native notification where the desktop has any. */
export function notify(notice: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: notice.title, body: notice.body });
  shown.add(notification);
  const forget = () => void shown.delete(notification);
  notification.on('click', () => {
    forget();
    onClick();
  });
  notification.on('close', forget);
  notification.on('failed', forget);
  notification.show();
}
