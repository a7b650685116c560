import { decimal } from '../report/digits.js';
import type { Content } from '../report/index.js';
import type { GalleryProtocol, SearchSet } from '../types.js';

/** The search of one gallery, with its entries as templates of the protocol. */
export interface CandidatesOf {
  readonly name: string;
  readonly entries: Uint32Array;
  readonly set: SearchSet;
}

const HEAD = 'gallery,probe,rank,template,subject,score,mate\n';

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
  return async (all) => {
    await all(Buffer.from(HEAD));
    for (const { name, entries, set } of galleries) {
      const { top, entry, score } = set.candidates;
      for (let p = 0; p < set.probes; p++) {
        const own = identity[probes[p]!]!;
        let text = '';
        for (let k = 0; k < Math.min(top, count) && entry[p * top + k] !== -1; k++) {
          const template = entries[entry[p * top + k]!]!;
          const subject = identity[template]!;
          text += `${[
            name,
            ids[probes[p]!]!,
            String(k + 1),
            ids[template]!,
            subject < 0 ? '' : identities[subject]!,
            decimal(score[p * top + k]!),
            own < 0 ? '' : own === subject ? '1' : '0',
          ]
            .map(field)
            .join(',')}\n`;
        }
        await all(Buffer.from(text));
      }
    }
  };
}

/** A field of RFC 4180. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
