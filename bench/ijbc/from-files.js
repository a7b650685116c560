/**
 * From the files of IJB-C to comparisons and pooled templates, all that `magface eval ijbc` does before it scores: lists and tables
 * parsed, their digest, vectors read, their digest, templates pooled; one line of JSON tells what it cost.
 *
 * Usage: node bench/ijbc/from-files.js ROOT (with ROOT/meta and ROOT/embeddings.npy)
 */
import { join } from 'node:path';
import { openComparisons } from '../../dist/pipeline/load.js';
import { loadedAndPooled } from '../../dist/pipeline/pooled.js';
import { SILENT } from '../../dist/talk.js';
import { stage } from './stages.js';

const root = process.argv[2];
const request = { dataset: 'ijbc', root, embeddings: join(root, 'embeddings.npy') };
const { signal } = new globalThis.AbortController();

await stage('files to templates', async () => {
  const opened = await openComparisons(request, {}, SILENT);
  return loadedAndPooled(opened, request, {}, SILENT, signal);
});
