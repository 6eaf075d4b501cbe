/**
 * Has the browser keep the page's shell. Browsers do so for pages that came by HTTPS or from this computer; elsewhere
 * the page works without.
 */
export function keepShellOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/service-worker.js').catch(() => {
    // Private windows refuse. Nothing but the offline page depends on it.
  });
}
