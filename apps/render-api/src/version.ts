import manifest from '../package.json' with { type: 'json' };

/** The version of RenderAPI. */
export const version = manifest.version;
