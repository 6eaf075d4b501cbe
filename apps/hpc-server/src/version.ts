import manifest from '../package.json' with { type: 'json' };

/** Of this HPCServer. */
export const { version } = manifest;
