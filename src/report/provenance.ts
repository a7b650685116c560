import { EXIT, UserError } from '../errors.js';
import type { Subject } from '../types.js';

/** How a result came about: all that a second person needs to get it again. */
export interface ProvenanceFacts {
  /** Of everything that can change a number, such as `{magface, node, onnxruntime, sharp}`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly subject: Subject;
  /** Where the model ran, and what was tried before and why it did not; absent where no model ran. */
  readonly device?: {
    readonly ran: string;
    readonly tried: readonly { readonly device: string; readonly reason: string }[];
  };
  /** Every flag as it took effect, defaults included; undefined ones are left out. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  readonly threads?: number;
  readonly batch?: number;
  /** Such as `{images, comparisons, genuine, impostor}`. */
  readonly counts: Readonly<Record<string, number>>;
  /** The qualities that comparisons were ranked by, and sha256 (hex) of their values; absent where none were. */
  readonly qualities?: readonly { readonly name: string; readonly digest: string }[];
  /** The attributes that comparisons were grouped by, and sha256 (hex) of who is in which group; absent where none were. */
  readonly groups?: readonly { readonly attribute: string; readonly digest: string }[];
  /** Pictures that gave no vector, and why. */
  readonly failures: readonly { readonly image: string; readonly reason: string }[];
  /** What a user was told while it ran. */
  readonly remarks?: readonly string[];
  /** Seconds spent on each part of the work. */
  readonly timings: Readonly<Record<string, number>>;
  readonly clock: Clock;
}

export interface Clock {
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string;
  /** True where SOURCE_DATE_EPOCH stands in for the time of day. */
  readonly fixed: boolean;
}

export interface Provenance extends ProvenanceFacts {
  readonly format: 'magface-provenance/1';
}

/**
 * The object of provenance.json: the facts, records sorted by key.
 *
 * The only file of a report that may differ between two runs, since it alone tells the time; where the clock is fixed,
 * timings are left out, so that it does not.
 */
export function provenance(facts: ProvenanceFacts): Provenance {
  const { versions, subject, device, flags, seed, threads, batch } = facts;
  const { counts, qualities, groups, failures, remarks, timings, clock } = facts;
  return {
    format: 'magface-provenance/1',
    versions: sorted(versions),
    subject,
    ...(device === undefined ? {} : { device }),
    flags: sorted(flags),
    ...(seed === undefined ? {} : { seed }),
    ...(threads === undefined ? {} : { threads }),
    ...(batch === undefined ? {} : { batch }),
    counts: sorted(counts),
    ...(qualities === undefined ? {} : { qualities }),
    ...(groups === undefined ? {} : { groups }),
    failures,
    ...(remarks === undefined ? {} : { remarks }),
    timings: clock.fixed ? {} : sorted(timings),
    clock,
  };
}

/** The text of provenance.json. */
export function provenanceJson(value: Provenance): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const LAST_SECOND = 8_640_000_000_000;

/**
 * When a run began and ended; both the instant of `sourceDateEpoch`, the value of SOURCE_DATE_EPOCH (seconds since 1970),
 * where that is set.
 *
 * Source: reproducible-builds.org/specs/source-date-epoch.
 * @throws UserError E_SOURCE_DATE_EPOCH (usage) where it is no whole number of seconds
 */
export function runClock(started: Date, finished: Date, sourceDateEpoch?: string): Clock {
  if (sourceDateEpoch === undefined || sourceDateEpoch === '') {
    return { started: started.toISOString(), finished: finished.toISOString(), fixed: false };
  }
  const seconds = /^\d{1,13}$/.test(sourceDateEpoch) ? Number(sourceDateEpoch) : NaN;
  if (!(seconds <= LAST_SECOND)) {
    throw new UserError(
      'E_SOURCE_DATE_EPOCH',
      `SOURCE_DATE_EPOCH is "${sourceDateEpoch}"`,
      'set it to whole seconds since 1970, or unset it',
      EXIT.usage,
    );
  }
  const instant = new Date(seconds * 1000).toISOString();
  return { started: instant, finished: instant, fixed: true };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
