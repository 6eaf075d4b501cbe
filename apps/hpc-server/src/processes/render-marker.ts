/**
 * Set in every renderer's environment, and so in that of whatever it starts: a process that has left the
 * group is found by it.
 */
export const markerVariable = 'RENDERONLINE_RENDER';

/** The marker of one render: the agent's instance, and which of its renders ("7" over /hpc, "lease-7"). */
export function markerOf(instanceId: string, serial: number | string): string {
  return `${instanceId}.${serial}.`;
}

/** How a marker (or, for all renders of an instance, the marker's beginning) stands in an environment. */
export function markerText(marker: string): string {
  return `${markerVariable}=${marker}`;
}

/**
 * The environment of a renderer: ours without what is RenderOnline's own (it may hold credentials) and without
 * what Node tells its children, and with the marker.
 */
export function rendererEnvironment(env: NodeJS.ProcessEnv, marker: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(RENDERONLINE_|NODE_CHANNEL_)/i.test(name));
  return { ...Object.fromEntries(kept), [markerVariable]: marker };
}
