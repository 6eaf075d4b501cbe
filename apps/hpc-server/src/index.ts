export {
  startHpcServer,
  type HpcServerDependencies,
  type RunningHpcServer,
} from './server/start-hpc-server.ts';
export { loadHpcServerSettings, type HpcServerSettingsSources } from './settings/load-hpc-server-settings.ts';
export type { HpcServerSettings, RenderingEngine } from './settings/hpc-server-settings.ts';
export { joinFarm, type JoinFarmInput } from './joining/join-farm.ts';
export { JoinFailure } from './joining/join-failure.ts';
export { readMembership, writeMembership, type Membership } from './joining/membership.ts';
export type { LinkFarewell } from './link/link-agent.ts';
