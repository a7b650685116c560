import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, UserError } from '../errors.js';
import type { PairDataset } from './dataset.js';
import { loadPack, PACK_FORM } from './insightface-pack.js';

/** Packs that a message names. */
const NAMED = 10;

/** Any benchmark in the form in which InsightFace hands it on; reports call it as the file is called. */
export const insightfaceBin: PairDataset = {
  name: PACK_FORM,
  title: 'InsightFace packs',
  summary: "any of InsightFace's packs: pictures and labels in one .bin, named with --pairs",
  reference: 'Deng, Guo, Xue, Zafeiriou: ArcFace. CVPR 2019; deepinsight/insightface',
  obtain: 'https://github.com/deepinsight/insightface (recognition/_datasets_)',
  files: 'one *.bin in the root, or --pairs FILE.bin; nothing else is needed',
  load: async ({ root, pairs }) => loadPack(pairs ?? (await onlyPack(root))),
};

/** The pack in the folder `root`. @throws UserError E_PROTOCOL_MISSING (66), E_PACK_WHICH (usage) */
async function onlyPack(root: string): Promise<string> {
  const names = await readdir(root).catch(() => []);
  const packs = names.filter((name) => /\.bin$/i.test(name)).sort();
  if (packs.length === 1) return join(root, packs[0]!);
  if (packs.length === 0) {
    throw new UserError(
      'E_PROTOCOL_MISSING',
      `no protocol file at ${join(root, '*.bin')}`,
      'put it there, or name it with --pairs',
      EXIT.missingInput,
    );
  }
  throw new UserError(
    'E_PACK_WHICH',
    `${packs.length} packs are in ${root}: ${packs.slice(0, NAMED).join(', ')}${packs.length > NAMED ? ', ...' : ''}`,
    'name one with --pairs',
    EXIT.usage,
  );
}
