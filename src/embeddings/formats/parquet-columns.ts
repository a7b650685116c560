import { parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';
import { FormatError } from '../../errors.js';
import type { ParquetColumn } from '../../files/parquet-pages.js';
import { quote } from '../../files/quote.js';

/** The columns of a table that hold vectors and their names. */
export type VectorColumns = {
  readonly names?: ParquetColumn;
  /** Whether float64 has to be rounded. */
  readonly double: boolean;
} & (
  | { readonly kind: 'list'; readonly list: ParquetColumn }
  | { readonly kind: 'numbers'; readonly numbers: readonly ParquetColumn[] }
);

const VECTORS = ['embedding', 'embeddings', 'feature', 'features', 'vector', 'vectors'];
/** In this order; pandas calls an index without a name as the last one. */
const NAMES = [
  ...[
    'id',
    'ids',
    'name',
    'names',
    'path',
    'paths',
    'image',
    'image_path',
    'file',
    'filename',
    'key',
  ],
  '__index_level_0__',
];

interface Leaf {
  readonly name: string;
  readonly node: SchemaTree;
  readonly column: ParquetColumn;
}

/**
 * Which columns of a table are meant.
 * @throws FormatError E_PARQUET_COLUMNS, naming those that might be
 */
export function chooseColumns(path: string, metadata: FileMetaData): VectorColumns {
  const leaves = parquetSchema(metadata).children.flatMap(singleLeaf);
  const refuse = (what: string, remedy: string) =>
    new FormatError('E_PARQUET_COLUMNS', { file: path }, what, remedy);
  const name = namesAmong(leaves.filter(isText), refuse);
  const names = name === undefined ? {} : { names: name.column };
  const floats = leaves.filter(isFloat);
  const lists = floats.filter(({ column }) => column.maxRepetition === 1);
  const list =
    lists.find((leaf) => VECTORS.includes(leaf.name)) ??
    (lists.length === 1 ? lists[0] : undefined);
  if (list !== undefined)
    return { kind: 'list', list: list.column, double: isDouble(list), ...names };
  if (lists.length > 1) {
    throw refuse(
      `several columns could hold the vectors: ${quoted(lists)}`,
      'call one `embedding`',
    );
  }
  const numbers = numbered(floats.filter(({ column }) => column.maxRepetition === 0));
  if (numbers.length === 0) {
    const known = metadata.schema.length < 2 ? 'nothing' : quoted(leaves);
    throw refuse(
      `no column of lists of floats, none named PREFIX0, PREFIX1, ...; found ${known}`,
      'write the vectors as lists in a column `embedding`',
    );
  }
  const columns = numbers.map(({ column }) => column);
  return { kind: 'numbers', numbers: columns, double: numbers.some(isDouble), ...names };
}

/** The longest series of columns PREFIX0 or PREFIX1 onwards without a gap, in the order of their numbers. */
function numbered(leaves: readonly Leaf[]): Leaf[] {
  const series = new Map<string, Map<number, Leaf>>();
  for (const leaf of leaves) {
    const [, prefix, digits] = /^(.*?)(0|[1-9]\d{0,5})$/.exec(leaf.name) ?? [];
    if (prefix === undefined) continue;
    const members = series.get(prefix) ?? new Map<number, Leaf>();
    members.set(Number(digits), leaf);
    series.set(prefix, members);
  }
  let longest: Leaf[] = [];
  for (const members of series.values()) {
    const first = members.has(0) ? 0 : 1;
    const run: Leaf[] = [];
    for (let i = first; members.has(i); i++) run.push(members.get(i)!);
    // A gap would silently make vectors shorter.
    if (run.length === members.size && run.length > longest.length) longest = run;
  }
  return longest;
}

function namesAmong(
  texts: readonly Leaf[],
  refuse: (what: string, remedy: string) => FormatError,
): Leaf | undefined {
  const known = NAMES.map((name) => texts.find((leaf) => leaf.name === name));
  const found = known.find((leaf) => leaf !== undefined);
  if (found !== undefined || texts.length < 2) return found ?? texts[0];
  throw refuse(`several columns could hold the names: ${quoted(texts)}`, 'call one `id`');
}

/** The leaf of a top column that has one only, at most one list deep; nothing for structs, maps and lists of lists. */
function singleLeaf(top: SchemaTree): Leaf[] {
  let [maxRepetition, maxDefinition] = [0, 0];
  for (let node = top; ; node = node.children[0]!) {
    const { repetition_type: repetition } = node.element;
    if (repetition === 'REPEATED') maxRepetition++;
    if (repetition !== 'REQUIRED') maxDefinition++;
    if (node.children.length > 1) return [];
    if (node.children.length === 1) continue;
    const typeLength = node.element.type_length ?? 0;
    const column = { path: node.path, maxRepetition, maxDefinition, typeLength };
    return maxRepetition > 1 ? [] : [{ name: top.element.name, node, column }];
  }
}

function isText({ node: { element }, column }: Leaf): boolean {
  const text = element.converted_type === 'UTF8' || element.logical_type?.type === 'STRING';
  return column.maxRepetition === 0 && element.type === 'BYTE_ARRAY' && text;
}

function isFloat({ node: { element } }: Leaf): boolean {
  return (
    element.type === 'FLOAT' ||
    element.type === 'DOUBLE' ||
    element.logical_type?.type === 'FLOAT16'
  );
}

function isDouble({ node }: Leaf): boolean {
  return node.element.type === 'DOUBLE';
}

function quoted(leaves: readonly Leaf[]): string {
  const shown = leaves.slice(0, 6).map(({ name }) => quote(name));
  return leaves.length > 6
    ? `${shown.join(', ')}, and ${leaves.length - 6} more`
    : shown.join(', ');
}
