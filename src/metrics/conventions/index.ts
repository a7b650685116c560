import { findRecord } from '../../nearest.js';
import { BOB } from './bob.js';
import type { Convention } from './convention.js';
import { CRFIQA } from './crfiqa.js';
import { DASEC } from './dasec.js';
import { FACEX } from './facex.js';
import { GUI } from './gui.js';
import { INSIGHTFACE_FULL_ROC } from './insightface-full-roc.js';
import { INSIGHTFACE } from './insightface.js';
import { ISO } from './iso.js';
import { LFW_OFFICIAL } from './lfw-official.js';
import { LINEAR } from './linear.js';
import { MAGFACE } from './magface.js';
import { PFE } from './pfe.js';
import { PYEER } from './pyeer.js';
import { QMAGFACE_IN_SAMPLE } from './qmagface-in-sample.js';
import { QMAGFACE } from './qmagface.js';
import { XQLFW } from './xqlfw.js';

/** Every way of counting, in the order of rows and of `magface list conventions`; the first is the default. */
export const CONVENTIONS: readonly Convention[] = [
  ISO,
  INSIGHTFACE,
  INSIGHTFACE_FULL_ROC,
  MAGFACE,
  LFW_OFFICIAL,
  FACEX,
  XQLFW,
  QMAGFACE,
  QMAGFACE_IN_SAMPLE,
  CRFIQA,
  DASEC,
  PFE,
  GUI,
  BOB,
  PYEER,
  LINEAR,
];

/**
 * The convention called `name`.
 * @throws UserError E_CONVENTION_UNKNOWN naming all of them, or the one that was nearly spelled
 */
export function findConvention(name: string): Convention {
  return findRecord(CONVENTIONS, name, 'convention', 'E_CONVENTION_UNKNOWN');
}
