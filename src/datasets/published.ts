import type { LoadedDataset } from '../types.js';
import type { Dataset, PublishedCounts } from './dataset.js';

/** LFW's grammar is everybody's: under its names other sets are read too, of which its counts tell nothing. */
const LENT: readonly string[] = ['lfw', 'lfw-view1'];

/** Ten folds of `each` genuine and `each` impostor comparisons, and what more is published. */
export function publishedTenFolds(
  each: number,
  more: Partial<PublishedCounts> = {},
): PublishedCounts {
  const folds = Array.from({ length: 10 }, () => [each, each] as const);
  return { genuine: 10 * each, impostor: 10 * each, folds, ...more };
}

/** The dataset, with a remark where its files hold another number of comparisons, or of folds, than was published. */
export function heldAgainstPublished(dataset: Dataset): Dataset {
  const { name, title, published, load } = dataset;
  if (published === undefined || load === undefined || LENT.includes(name)) return dataset;
  return {
    ...dataset,
    load: async (source) => {
      const loaded = await load(source);
      return { ...loaded, warnings: [...remark(title, published, loaded), ...loaded.warnings] };
    },
  };
}

function remark(
  title: string,
  published: Partial<PublishedCounts>,
  { protocol }: LoadedDataset,
): string[] {
  const genuine = protocol.genuine.reduce((sum, one) => sum + one, 0);
  const impostor = protocol.genuine.length - genuine;
  const folds = new Set(protocol.fold).size;
  const expected = {
    genuine: published.genuine ?? genuine,
    impostor: published.impostor ?? impostor,
    folds: published.folds?.length ?? folds,
  };
  const found = { genuine, impostor, folds };
  const [should, is] = [counted(expected), counted(found)];
  return should === is ? [] : [`${title} as published has ${should}; these files have ${is}`];
}

function counted(counts: Readonly<Record<'genuine' | 'impostor' | 'folds', number>>): string {
  const { genuine, impostor, folds } = counts;
  return `${genuine} genuine and ${impostor} impostor comparisons in ${folds} fold${folds === 1 ? '' : 's'}`;
}
