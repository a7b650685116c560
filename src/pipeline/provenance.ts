import { createHash } from 'node:crypto';
import { provenance, runClock, type Provenance } from '../report/provenance.js';
import type { ComparedGroups, ComparedQuality, Subject } from '../types.js';
import { VERSION } from '../version.js';
import type { EmbedRun } from './embed-images.js';

/** How a result came about, from what the run knows at its end. */
export function provenanceOf({
  request,
  env,
  started,
  subject,
  genuine,
  images,
  counts = {},
  remarks,
  run,
}: {
  readonly request: object;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly started: Date;
  readonly subject: Subject;
  /** Label of each comparison; absent where nothing is compared one to one. */
  readonly genuine?: Uint8Array;
  /** Number of pictures; absent where none are known. */
  readonly images?: number | undefined;
  /** What else was counted. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly remarks: readonly string[];
  /** How the model ran; absent where none did. */
  readonly run?: EmbedRun | undefined;
}): Provenance {
  const finished = new Date();
  const seconds = (finished.getTime() - started.getTime()) / 1000;
  return provenance({
    versions: {
      magface: VERSION,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      ...(run === undefined ? {} : { runtime: run.runtime }),
    },
    subject,
    flags: { ...request },
    counts: {
      ...(images === undefined ? {} : { images }),
      ...(genuine === undefined ? {} : comparisonsOf(genuine)),
      ...counts,
      ...(run === undefined ? {} : { stored: run.stored, embedded: run.embedded }),
    },
    failures: [],
    remarks,
    timings: {
      total: seconds,
      ...(run === undefined ? {} : { embedding: run.times.wall, model: run.times.model }),
    },
    clock: runClock(started, finished, env['SOURCE_DATE_EPOCH']),
    ...(run === undefined
      ? {}
      : {
          device: {
            ran: run.device,
            tried: run.failed.map(({ device, why }) => ({ device, reason: why })),
          },
          threads: run.threads,
          batch: run.batch,
        }),
  });
}

function comparisonsOf(labels: Uint8Array) {
  const genuine = labels.reduce((sum, one) => sum + one, 0);
  return { comparisons: labels.length, genuine, impostor: labels.length - genuine };
}

/** What `known` says, with the values of qualities told by their digests: a file or a decoder may change under a name. */
export function withQualities(
  known: Provenance,
  qualities: readonly ComparedQuality[],
): Provenance {
  const digests = qualities.map(({ name, values }) => ({
    name,
    digest: createHash('sha256')
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      .digest('hex'),
  }));
  return provenance({ ...known, qualities: digests });
}

/** What `known` says, with the groups told by their digests. */
export function withGroups(known: Provenance, attributes: readonly ComparedGroups[]): Provenance {
  if (attributes.length === 0) return known;
  const digests = attributes.map(({ attribute, groups, of }) => ({
    attribute,
    digest: createHash('sha256')
      .update(JSON.stringify(groups))
      .update(new Uint8Array(of.buffer, of.byteOffset, of.byteLength))
      .digest('hex'),
  }));
  return provenance({ ...known, groups: digests });
}
