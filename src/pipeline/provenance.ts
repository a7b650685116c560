import { provenance, runClock, type Provenance } from '../report/provenance.js';
import type { LoadedDataset, Subject } from '../types.js';
import { VERSION } from '../version.js';
import type { Vectors } from './vectors.js';

/** How a result came about, from what the run knows at its end. */
export function provenanceOf({
  request,
  env,
  started,
  dataset,
  vectors,
  subject,
}: {
  readonly request: object;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly started: Date;
  readonly dataset: LoadedDataset;
  readonly vectors: Vectors;
  readonly subject: Subject;
}): Provenance {
  const { run } = vectors;
  const { protocol } = dataset;
  const genuine = protocol.genuine.reduce((sum, one) => sum + one, 0);
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
      images: protocol.images.length,
      comparisons: protocol.left.length,
      genuine,
      impostor: protocol.left.length - genuine,
      ...(run === undefined ? {} : { stored: run.stored, embedded: run.embedded }),
    },
    failures: [],
    remarks: dataset.warnings,
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
