import { byFormat } from './by-format.js';
import type { DatasetFormat, PairDataset } from './dataset.js';
import { insightfacePack } from './insightface-pack.js';

/** The pack that its first author evaluates on; in which grammar the pictures alone are handed on is not known here. */
const FORMATS: readonly DatasetFormat[] = [insightfacePack('talfw.bin')];

/** LFW under attack: pictures changed so that models which never saw them mistake them. */
export const talfw: PairDataset = {
  name: 'talfw',
  title: 'TALFW',
  summary: 'LFW with pictures that an attack changed little and models mistake',
  reference:
    'Zhong, Deng: Towards transferable adversarial attack against deep face recognition. arXiv:2004.05790, 2020',
  obtain: 'https://github.com/zhongyy/Face-Transformer (talfw.bin, as its tests read it)',
  files: 'talfw.bin',
  formats: FORMATS,
  load: byFormat('talfw', FORMATS),
};
