import type { Provenance } from '../report/provenance.js';
import type { Content } from '../report/write.js';
import type { Report } from '../types.js';

/** What one run leaves: what was measured, and how it came about. Only the provenance holds a clock. */
export interface Outcome {
  readonly report: Report;
  readonly provenance: Provenance;
  /** Files beside those of the report, such as pictures. */
  readonly extras?: ReadonlyMap<string, Content>;
}
