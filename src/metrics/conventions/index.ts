import { findRecord } from '../../nearest.js';
import type { Convention } from './convention.js';
import { INSIGHTFACE } from './insightface.js';
import { ISO } from './iso.js';
import { LFW_OFFICIAL } from './lfw-official.js';
import { MAGFACE } from './magface.js';

/** Every way of counting, in the order of rows and of `magface list conventions`; the first is the default. */
export const CONVENTIONS: readonly Convention[] = [ISO, INSIGHTFACE, MAGFACE, LFW_OFFICIAL];

/**
 * The convention called `name`.
 * @throws UserError E_CONVENTION_UNKNOWN naming all of them, or the one that was nearly spelled
 */
export function findConvention(name: string): Convention {
  return findRecord(CONVENTIONS, name, 'convention', 'E_CONVENTION_UNKNOWN');
}
