import type { VerificationInput } from '../metrics/index.js';
import { sideBySide } from '../metrics/side-by-side.js';
import type { Provenance } from '../report/provenance.js';
import type { SideBySide, Subject } from '../types.js';

/** Scored comparisons, wherever they come from, and how they came about. */
export interface Scored {
  readonly input: VerificationInput;
  readonly subject: Subject;
  /** Asked for when the work is done, since it tells how long it took. */
  readonly provenance: () => Provenance;
}

/** What every convention makes of the same comparisons. */
export interface Compared {
  readonly tables: readonly SideBySide[];
  readonly subject: Subject;
  readonly provenance: Provenance;
}

/** The scores of `source` counted by every convention, side by side. */
export async function compareConventions(source: () => Promise<Scored>): Promise<Compared> {
  const { input, subject, provenance } = await source();
  const tables = sideBySide(input);
  return { tables, subject, provenance: provenance() };
}
