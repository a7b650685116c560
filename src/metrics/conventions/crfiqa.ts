import { crfiqaErc, strictPoint } from '../erc/crfiqa.js';
import { pointAt, undefinedPoint } from '../operating-point.js';
import { short, shortRate } from '../rate.js';
import { counted } from '../reasons.js';
import { lowestAtLeast } from '../sweep.js';
import type { Convention } from './convention.js';

export const CRFIQA: Convention = {
  name: 'crfiqa',
  summary:
    'TAR: the threshold of pyeer, which a score must exceed. ERC: all pairs dropped together, threshold picked anew on what is left; area by trapezoids. ' +
    'Accuracy as insightface, the rest as iso',
  reference: 'fdbtrs/CR-FIQA ERC/erc.py, ERC/roc.py (getFNMRFixedTH) @a8f98da',
  defects: [
    'the comparison that gave the threshold is itself rejected, so the rates are not those it was chosen for',
    'the ERC jumps where the nearest attainable FMR flips from 1/n to 0, for no reason of quality',
    'the ERC rises again at its end, since the threshold is a genuine score and the test is strict',
    'as shipped erc.py raises TypeError and erc_ijbc.py is no valid Python',
  ],
  tarAtFar: ({ sweep }, far) =>
    sweep.impostorTotal === 0 ? undefinedPoint(sweep, far) : strictPoint(sweep, far),
  why: {
    tarAtFar: ({ sweep }, own) => {
      const at = pointAt(sweep, lowestAtLeast(sweep, own.threshold), own.target);
      const genuine = `${at.genuineAccepted - own.genuineAccepted} genuine`;
      const impostors = counted(at.impostorAccepted - own.impostorAccepted, 'impostor');
      return [
        `nearest FMR ${shortRate(at.fmr)} at ${short(own.threshold)}, but that score itself (${genuine}, ${impostors}) is rejected`,
      ];
    },
  },
  erc: crfiqaErc,
};
