import packageJson from '../package.json' with { type: 'json' };

/** The hub's version, as its package says. */
export const VERSION: string = packageJson.version;
