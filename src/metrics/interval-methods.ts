import { findRecord } from '../nearest.js';

/** One way to say how sure a value is. */
export interface IntervalMethod {
  readonly name: string;
  /** What rows call their interval. */
  readonly label: string;
  readonly summary: string;
  readonly reference: string;
  /** Whether comparisons that share a person count as dependent. */
  readonly personal: boolean;
}

/** Every kind of interval, in the order of `magface list intervals`; the first is the default. */
export const INTERVALS: readonly IntervalMethod[] = [
  {
    name: 'persons',
    label: 'over persons 95%',
    summary:
      'plug-in variance over persons: comparisons that share a person are dependent, and the threshold of a TAR is known only as well as its impostors tell it; Wilson with the effective number of trials',
    reference:
      'Fogliato et al., Confidence intervals for error rates in 1:1 matching tasks, IJCV 2024; Zou & Donner, Statistics in Medicine 27 (2008)',
    personal: true,
  },
  {
    name: 'bootstrap',
    label: 'bootstrap over persons 95%',
    summary:
      'central 95 % of 1,000 seeded draws, in each of which every person counts double or not at all; for pairs of persons damped so that lone comparisons are not scattered too much',
    reference:
      'Owen & Eckles, Bootstrapping data arrays of arbitrary order, Annals of Applied Statistics 6 (2012); Fogliato et al., IJCV 2024',
    personal: true,
  },
  {
    name: 'independent',
    label: 'independent 95%',
    summary: 'as persons, but every comparison is taken to be independent of every other',
    reference: 'Zou & Donner, Statistics in Medicine 27 (2008)',
    personal: false,
  },
  {
    name: 'wilson',
    label: 'wilson 95%',
    summary:
      "Wilson's score interval on the counts alone, the threshold taken as given: what is usually printed",
    reference: 'E. B. Wilson, JASA 22 (1927)',
    personal: false,
  },
  {
    name: 'clopper-pearson',
    label: 'clopper-pearson 95%',
    summary: 'exact for independent trials at a given threshold; never too narrow for them',
    reference: 'Clopper & Pearson, Biometrika 26 (1934)',
    personal: false,
  },
];

/**
 * The kind of interval called `name`.
 * @throws UserError E_INTERVAL_UNKNOWN naming all of them, or the one that was nearly spelled
 */
export function findInterval(name: string): IntervalMethod {
  return findRecord(INTERVALS, name, 'interval', 'E_INTERVAL_UNKNOWN');
}
