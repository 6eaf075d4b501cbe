interface SystemNotice {
  readonly title: string;
  readonly body: string;
  /** Notices with the same one replace one another: several tabs tell of a task once. */
  readonly tag: string;
  readonly click: () => void;
}

/** Shows a notice of the system; a click on it brings the page to the front. */
export function showInSystem({ title, body, tag, click }: SystemNotice): void {
  const options = { body, tag, icon: '/icon-192.png' };
  try {
    const notice = new Notification(title, options);
    notice.onclick = () => {
      window.focus();
      notice.close();
      click();
    };
  } catch {
    // Telephones have them of service workers only; a click there opens nothing.
    void navigator.serviceWorker.getRegistration().then((worker) => worker?.showNotification(title, options));
  }
}
