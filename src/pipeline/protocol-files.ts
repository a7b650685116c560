import { descriptionSchema, SCHEMA_FILE } from '../datasets/description-schema.js';
import { EXIT, UserError } from '../errors.js';
import type { WriteAll } from '../files/durable-file.js';
import { quote } from '../files/quote.js';
import type { Catalogue, PairBatch, Plan } from '../protocols/index.js';
import type { Content } from '../report/index.js';
import { descriptionText, settingLines, tableText, type Setting } from './protocol-texts.js';

/** A protocol that was made, before it is written. */
export interface MadeProtocol {
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly plan: Plan;
  /** Taken once. */
  readonly batches: Iterable<PairBatch>;
  readonly counts: { readonly genuine: number; readonly impostor: number };
  /** The folder of the pictures, seen from the protocol. */
  readonly images: string;
  /** How it was made, as typed. */
  readonly settings: readonly Setting[];
}

/**
 * `pairs.csv`, `pictures.csv`, `dataset.yaml` with its schema, and `README.txt`, in the order in which they must be written: the
 * description tells how many pictures `pairs.csv` names.
 *
 * @throws UserError E_PROTOCOL_NAME (65) for a picture whose name a list cannot hold
 */
export function protocolFiles(made: MadeProtocol): Map<string, Content> {
  const { catalogue, plan } = made;
  const separator = separatorFor(catalogue, plan.pictures);
  const named = new Uint8Array(catalogue.ids.length);
  return new Map<string, Content>([
    ['pairs.csv', (all) => writePairs(made, separator, named, all)],
    ['pictures.csv', picturesText(catalogue, plan)],
    [
      'dataset.yaml',
      (all) =>
        all(
          Buffer.from(
            pairsDescription(
              made,
              named.reduce((sum, one) => sum + one, 0),
            ),
          ),
        ),
    ],
    [SCHEMA_FILE, descriptionSchema()],
    ['README.txt', readme(made)],
  ]);
}

/** A comma, or a tab where a name holds a comma: fields of the list have no quotes. */
function separatorFor({ ids }: Catalogue, pictures: Uint32Array): ',' | '\t' {
  let comma = false;
  for (const picture of pictures) {
    const id = ids[picture]!;
    comma ||= id.includes(',');
    if (!id.startsWith('"')) continue;
    throw new UserError(
      'E_PROTOCOL_NAME',
      `${quote(id)} begins with a quotation mark, which the list of comparisons cannot hold`,
      'rename the picture',
      EXIT.badData,
    );
  }
  return comma ? '\t' : ',';
}

/** Lines are put out in blocks of about so many characters. */
const BLOCK = 1 << 18;

async function writePairs(
  { batches, catalogue: { ids }, plan: { folds } }: MadeProtocol,
  separator: string,
  named: Uint8Array,
  all: WriteAll,
): Promise<void> {
  const columns = ['path_a', 'path_b', 'label', ...(folds > 1 ? ['fold'] : [])];
  let text = `${columns.join(separator)}\n`;
  for (const { fold, genuine, left, right } of batches) {
    const tail = `${separator}${genuine ? 1 : 0}${folds > 1 ? `${separator}${fold}` : ''}\n`;
    for (let k = 0; k < left.length; k++) {
      const [a, b] = [left[k]!, right[k]!];
      named[a] = 1;
      named[b] = 1;
      text += ids[a]! + separator + ids[b]! + tail;
      if (text.length < BLOCK) continue;
      await all(Buffer.from(text));
      text = '';
    }
  }
  await all(Buffer.from(text));
}

function picturesText(
  { ids, person, persons, group, groups, quality }: Catalogue,
  { pictures, fold, folds }: Plan,
): string {
  const header = [
    'path',
    'identity',
    ...(group === undefined ? [] : ['group']),
    ...(quality === undefined ? [] : ['quality']),
    ...(folds > 1 ? ['fold'] : []),
  ];
  const rows = Array.from(pictures, (picture) => [
    ids[picture]!,
    persons[person[picture]!]!,
    ...(group === undefined ? [] : [groups[group[picture]!]!]),
    ...(quality === undefined ? [] : [String(quality[picture]!)]),
    ...(folds > 1 ? [String(fold[person[picture]!]!)] : []),
  ]);
  return tableText(header, rows);
}

function pairsDescription({ name, images, counts, plan }: MadeProtocol, named: number): string {
  const description = {
    name,
    format: 'pairs',
    images,
    pairs: 'pairs.csv',
    persons: 'pictures.csv',
    ...(plan.folds > 1 ? { disjoint: true } : {}),
    expect: { images: named, ...counts },
  };
  return descriptionText(description);
}

function readme({ name, settings, counts, plan }: MadeProtocol): string {
  const { folds, strata, pictures } = plan;
  return [
    `${name}: a verification protocol made by \`magface protocol make\``,
    '',
    ...settingLines(settings),
    '',
    `${counts.genuine} genuine and ${counts.impostor} impostor comparisons of ${pictures.length} pictures` +
      (folds > 1 ? `, in ${folds} folds that share no person.` : '.'),
    ...(strata > 1 ? [`In each fold every one of ${strata} strata has as many, within one.`] : []),
    '',
    'pairs.csv     PATH PATH LABEL [FOLD]; label 1 is genuine, 0 impostor',
    'pictures.csv  the pictures that could be drawn, and who is on them',
    'dataset.yaml  what magface reads:',
    '',
    '  magface protocol check dataset.yaml',
    '  magface eval dataset.yaml --model model.onnx',
    '',
    'The same pictures, names, flags and seed give the same bytes.',
    '',
  ].join('\n');
}
