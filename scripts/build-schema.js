/**
 * Writes dataset.schema.json, by which editors complete and check descriptions of datasets.
 * Usage: npm run build && node scripts/build-schema.js
 */
import { writeFileSync } from 'node:fs';
import { descriptionSchema } from '../dist/datasets/description-schema.js';

writeFileSync(new URL('../dataset.schema.json', import.meta.url), descriptionSchema());
