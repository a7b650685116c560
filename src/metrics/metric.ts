import type { Convention } from './conventions/convention.js';
import type { MeasuredRow } from './sampling.js';
import type { VerificationInput } from './verification-input.js';

/** A measure of 1:1 verification, and what a reader needs to know of it. */
export interface Metric {
  /** As rows begin: `tar` for `tar@far=1e-3`. */
  readonly name: string;
  readonly title: string;
  /** What the number is, in one clause. */
  readonly summary: string;
  /** Paper, standard or peer that defines it. */
  readonly reference: string;
  readonly better: 'higher' | 'lower';
  /** Whether it is measured when nobody says which metrics; the others are asked for by name. */
  readonly standard: boolean;
  /**
   * The rows of this metric as `convention` counts, or as the default does where that convention has no rule of its own;
   * a row's `convention` names the one that really counted. Undefined values are NaN with a note.
   */
  readonly compute: (input: VerificationInput, convention: Convention) => readonly MeasuredRow[];
}
