import type { WriteAll } from '../../files/durable-file.js';
import type { EmbeddingFormat } from '../embedding-format.js';
import type { RawEmbeddings } from '../embedding-set.js';
import { requireIds } from '../ids-file.js';
import { requireSingle } from './names-beside.js';
import { readParquet } from './parquet-reader.js';

export const PARQUET: EmbeddingFormat = {
  name: 'parquet',
  summary: 'a table with a column of lists, or one column a component, and a column of names',
  reference: 'pandas, polars, DuckDB, Hugging Face datasets',
  extensions: ['.parquet', '.pq'],
  fits: ({ bytes }) => String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1',
  read: readParquet,
  write: (path, embeddings, type) => {
    requireSingle(type, 'parquet');
    return Promise.resolve({ files: [{ path, write: (all) => writeParquet(embeddings, all) }] });
  },
};

/** Numbers in a row group, about: what is held twice while it is written. */
const GROUP = 1 << 18;

/**
 * Resolves when the vectors are written as a table of `id` (text, where they have names) and `embedding` (list of float32), not
 * compressed, since vectors do not shrink; equal content gives equal bytes.
 * @throws UserError E_EMBED_ID for an id that is not Unicode (exit 65)
 */
async function writeParquet({ ids, raw, dim }: RawEmbeddings, write: WriteAll): Promise<void> {
  if (ids !== undefined) requireIds(ids, /^[^\p{Cs}]*$/u, 'be text');
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const rows = raw.length / dim;
  const writer = new ByteWriter();
  const table = new ParquetWriter({
    writer,
    codec: 'UNCOMPRESSED',
    statistics: false,
    createdBy: 'magface',
    schema: [
      { name: 'schema', num_children: ids === undefined ? 1 : 2 },
      ...(ids === undefined ? [] : [TEXT]),
      ...LIST,
    ],
  });
  const step = Math.max(1, Math.floor(GROUP / dim));
  for (let start = 0; start < rows; start += step) {
    const end = Math.min(rows, start + step);
    const vectors = Array.from({ length: end - start }, (_, i) =>
      Array.from(raw.subarray((start + i) * dim, (start + i + 1) * dim)),
    );
    await table.write({
      columnData: [
        ...(ids === undefined
          ? []
          : [{ name: 'id', data: ids.slice(start, end), encoding: 'PLAIN' as const }]),
        { name: 'embedding', data: vectors, encoding: 'PLAIN', offsetIndex: false },
      ],
      rowGroupSize: step,
    });
    await write(new Uint8Array(writer.getBytes()));
    writer.index = 0;
  }
  await table.finish();
  await write(new Uint8Array(writer.getBytes()));
}

const TEXT = {
  name: 'id',
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
  repetition_type: 'REQUIRED',
} as const;

const LIST = [
  {
    name: 'embedding',
    converted_type: 'LIST',
    logical_type: { type: 'LIST' },
    repetition_type: 'REQUIRED',
    num_children: 1,
  },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
] as const;
