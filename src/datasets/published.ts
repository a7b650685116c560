import type { LoadedDataset } from '../types.js';
import type { Dataset, PublishedCounts } from './dataset.js';

/** The dataset, with a remark where its files hold another number of comparisons than was published. */
export function heldAgainstPublished(dataset: Dataset): Dataset {
  const { published, title } = dataset;
  if (published === undefined) return dataset;
  return {
    ...dataset,
    load: async (source) => {
      const loaded = await dataset.load(source);
      return { ...loaded, warnings: [...remark(title, published, loaded), ...loaded.warnings] };
    },
  };
}

function remark(title: string, published: PublishedCounts, { protocol }: LoadedDataset): string[] {
  const genuine = protocol.genuine.reduce((sum, one) => sum + one, 0);
  const impostor = protocol.genuine.length - genuine;
  const folds = new Set(protocol.fold).size;
  const same =
    genuine === published.genuine && impostor === published.impostor && folds === published.folds;
  if (same) return [];
  return [
    `${title} as published has ${counted(published)}; these files have ${counted({ genuine, impostor, folds })}`,
  ];
}

function counted({ genuine, impostor, folds }: PublishedCounts): string {
  return `${genuine} genuine and ${impostor} impostor comparisons in ${folds} fold${folds === 1 ? '' : 's'}`;
}
