import type { Check, Subject } from '../types.js';

/** What two runs must have in common before their numbers answer the same question, and what it is called. */
const COMPARED = [
  ['dataset', 'dataset'],
  ['protocol', 'protocol digest'],
  ['images', 'pictures digest'],
  ['preprocess', 'preprocessing'],
  ['partial', 'comparisons of a trial'],
] as const;

type SubjectCheck = Check & { readonly expected: string; readonly found: string };

/**
 * A check of status `error` for everything in which the two subjects differ so that their numbers cannot be compared; none
 * where they can. The model is not among it: an export has another digest, and new weights are what a gate is for.
 */
export function subjectChecks(baseline: Subject, run: Subject): SubjectCheck[] {
  return COMPARED.filter(([field]) => baseline[field] !== run[field]).map(([field, name]) => ({
    name,
    kind: 'subject',
    status: 'error',
    expected: text(baseline[field]),
    found: text(run[field]),
    why: 'the two answer different questions',
  }));
}

function text(value: string | number | undefined): string {
  return value === undefined ? 'all comparisons' : value === '' ? 'none' : String(value);
}

/** What a reader should know of the two models. */
export function modelRemarks(baseline: Subject, run: Subject): string[] {
  if (baseline.modelDigest === run.modelDigest) return [];
  return [
    `another model than the baseline's: ${run.model} (sha256 ${run.modelDigest.slice(0, 12)}), ` +
      `not ${baseline.model} (${baseline.modelDigest.slice(0, 12)})`,
  ];
}
