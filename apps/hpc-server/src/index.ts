export {
  startHpcServer,
  type HpcServerDependencies,
  type RunningHpcServer,
} from './server/start-hpc-server.ts';
export { loadHpcServerSettings, type HpcServerSettingsSources } from './settings/load-hpc-server-settings.ts';
export type { HpcServerSettings, RenderingEngine } from './settings/hpc-server-settings.ts';
