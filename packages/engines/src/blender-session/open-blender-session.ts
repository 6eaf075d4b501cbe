import type { RenderSession, SessionOrder } from '../sessions/render-session.ts';
import type { SessionHost } from '../sessions/session-host.ts';

/**
 * Opens a scene in Blender and keeps it open (docs/blender-sessions.md). Returns at once; `opened` tells.
 */
export function openBlenderSession(order: SessionOrder, host: SessionHost): RenderSession {
  throw new Error(`not there yet: ${order.projectPath} ${host.clock.elapsedMs()}`);
}
