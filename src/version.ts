import { readFileSync } from 'node:fs';

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/** This package's version, as package.json tells it. */
export const VERSION = (manifest as { version: string }).version;
