import { dasecErc } from '../erc/dasec.js';
import type { Convention } from './convention.js';

export const DASEC: Convention = {
  name: 'dasec',
  summary:
    'ERC: threshold fixed at a quantile of the scores (numpy, between two of them), the worse picture decides, equal qualities leave together, steps; ' +
    'areas with the theoretical best subtracted. Accuracy as insightface, the rest as iso',
  reference: 'dasec/quality-assessment-evaluation compute_edc, compute_pauc @de84790',
  defects: [
    'the threshold lies between two scores, and where scores tie the error it starts at is another than was asked for',
    'its theoretical best falls by one error a discard of a constant count, and lies below what any quality attains: (e - x) / (1 - x)',
  ],
  erc: dasecErc,
};
