import { csvLines, type Field } from '../report/csv.js';
import type { Content } from '../report/index.js';
import type { GalleryProtocol, SearchSet } from '../types.js';

/** The search of one gallery, with its entries as templates of the protocol. */
export interface CandidatesOf {
  readonly name: string;
  readonly entries: Uint32Array;
  readonly set: SearchSet;
}

const HEADER = ['gallery', 'probe', 'rank', 'template', 'subject', 'score', 'mate'];

/**
 * What writes `candidates.csv`: a line for each of the first `count` candidates of each probe, best first, with the name of its subject and whether it is the
 * probe's own: 1 or 0, empty for a probe whose subject is not known.
 */
export function candidatesFile(
  { templates, probes }: Pick<GalleryProtocol, 'templates' | 'probes'>,
  galleries: readonly CandidatesOf[],
  count: number,
): Content {
  const { ids, identity, identities } = templates;
  return async (write) => {
    await write(Buffer.from(csvLines([HEADER])));
    for (const { name, entries, set } of galleries) {
      const { top, entry, score } = set.candidates;
      const most = Math.min(top, count);
      for (let p = 0; p < set.probes; p++) {
        const own = identity[probes[p]!]!;
        const records: Field[][] = [];
        for (let k = 0; k < most && entry[p * top + k] !== -1; k++) {
          const template = entries[entry[p * top + k]!]!;
          const subject = identity[template]!;
          records.push([
            name,
            ids[probes[p]!],
            k + 1,
            ids[template],
            subject < 0 ? '' : identities[subject],
            score[p * top + k],
            own < 0 ? '' : own === subject ? 1 : 0,
          ]);
        }
        if (records.length > 0) await write(Buffer.from(csvLines(records)));
      }
    }
  };
}
