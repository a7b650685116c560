import type {
  GalleryProtocol,
  ImageCollection,
  LoadedDataset,
  TemplatePairProtocol,
  TrialsProtocol,
} from '../types.js';
import type { ScoreReading } from './formats/ijb-detector.js';
import type { PairReading } from './formats/ijb-pairs.js';
import type { IjbComparisons, ReadComparisons } from './ijb-comparisons.js';

/** Where a user says a benchmark lies. */
export interface DatasetSource {
  readonly root: string;
  /** Folder of the pictures, where it is not the root or one of the usual folders below it. */
  readonly images?: string | undefined;
  /** Protocol file to use in place of the usual one. */
  readonly pairs?: string | undefined;
  /** Name of the form that the files are in, where it is not to be told from them. */
  readonly format?: string | undefined;
  /** Another implementation of the reading of millions of comparisons of templates, and of the detector's scores. */
  readonly usualPairs?: PairReading['usual'];
  readonly usualScores?: ScoreReading | undefined;
  /** Another way to have the comparisons of a pack read, such as by a thread; rejects as `readIjbComparisons` throws. */
  readonly readComparisons?: (comparisons: IjbComparisons) => Promise<ReadComparisons>;
}

/** Templates whose comparisons may still be read. */
export interface OpenedTemplates {
  readonly protocol: Pick<TemplatePairProtocol, 'name' | 'templates' | 'detector'>;
  readonly images: ImageCollection;
  /** With the comparisons. Its failure is no failure of the process before somebody waits for it. */
  readonly whole: Promise<LoadedDataset<TemplatePairProtocol>>;
}

/** One of the forms in which a benchmark is handed on. */
export interface DatasetFormat {
  /** Such as `official` or `insightface-bin`; unique within its dataset. */
  readonly name: string;
  /** What must lie in the root. */
  readonly files: string;
  /** Whether the files of this form are there. Looks for names only. */
  readonly fits: (source: DatasetSource) => Promise<boolean>;
  /** @throws as the dataset's own `load` */
  readonly load: (source: DatasetSource) => Promise<LoadedDataset>;
}

/** What the authors of a benchmark say of it, to hold files against. */
export interface PublishedCounts {
  readonly genuine: number;
  readonly impostor: number;
  /** Genuine and impostor comparisons of each fold, in their order. */
  readonly folds?: readonly (readonly [number, number])[];
  /** Pictures and persons of the whole set, of which the comparisons may need only some. */
  readonly pictures?: number;
  readonly persons?: number;
  /** Probes, and templates of each gallery in their order. */
  readonly probes?: number;
  readonly entries?: readonly number[];
  /** Whether no person stands in two folds, or in two galleries. */
  readonly disjoint?: boolean;
}

/** A benchmark: what it is, where to get it, and how its own files become a protocol. */
export interface Dataset {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly reference: string;
  /** Where to get it. */
  readonly obtain: string;
  /** What must lie in the root. */
  readonly files: string;
  /** The forms it is handed on in, where they are several; `load` is then made by `byFormat`. */
  readonly formats?: readonly DatasetFormat[];
  readonly published?: Partial<PublishedCounts>;
  /**
   * Its 1:1 comparisons of pictures; absent where it has none, as each of the four kinds may be.
   * @throws UserError, FormatError for files that are missing or break their grammar; pictures are not looked at
   */
  readonly load?: (source: DatasetSource) => Promise<LoadedDataset>;
  /** Its 1:1 comparisons of templates. @throws as `load` */
  readonly loadTemplates?: (source: DatasetSource) => Promise<LoadedDataset<TemplatePairProtocol>>;
  /** As `loadTemplates`, as soon as vectors can be pooled. @throws as `load`; what comparisons give reason for rejects `whole` */
  readonly openTemplates?: (source: DatasetSource) => Promise<OpenedTemplates>;
  /** Its 1:N search. @throws as `load` */
  readonly loadGalleries?: (source: DatasetSource) => Promise<LoadedDataset<GalleryProtocol>>;
  /** Its random trials. @throws as `load` */
  readonly loadTrials?: (source: DatasetSource) => Promise<LoadedDataset<TrialsProtocol>>;
}

/** A dataset with 1:1 comparisons of pictures. */
export type PairDataset = Dataset & Required<Pick<Dataset, 'load'>>;
