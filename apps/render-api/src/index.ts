export { createApp, type AppDependencies } from './app.ts';
export { generateToken, hashToken, isTokenHash, verifyTokenHash } from './authentication/token-hash.ts';
export { generateMachineSecret, hashMachineSecret } from './link/credentials/machine-secret.ts';
export { generatePairingCode, hashPairingCode, pairingCodeLifeMs } from './link/pairing/pairing-code.ts';
export { describeApi } from './openapi/describe-api.ts';
export { environmentPrefix, loadRenderApiSettings, type SettingsSources } from './settings/load-settings.ts';
export type { RenderApiSettings } from './settings/render-api-settings.ts';
export { fingerprintToPin } from './tls/fingerprint-to-pin.ts';
export { startRenderApi, type RunningRenderApi } from './start.ts';
