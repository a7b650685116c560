import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ComparedEmbeddings, ScoreSet } from '../../src/types.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const FIXTURES = join(ROOT, 'fixtures', 'peer_runs');

export const CONVENTIONS_FOLDER = join(ROOT, 'src', 'metrics', 'conventions');

/** Peers' own data, which may stand beside the checkout but is never part of it. */
export const GOLDENS = join(ROOT, '..', 'shared', 'goldens');

export function golden(path: string): { readonly path: string; readonly there: boolean } {
  const full = join(GOLDENS, path);
  return { path: full, there: existsSync(full) };
}

/** The value of a JSON file in which Python may have written NaN. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8').replaceAll(/\bNaN\b/g, 'null'));
}

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

interface FoldsAnswer {
  readonly accuracy_per_fold: readonly number[];
  readonly std_ddof0: number;
}

interface EdcAnswer {
  readonly kwargs: { readonly similarity_score_threshold?: number };
  readonly comparison_count: number;
  readonly n_points: number;
  readonly error_at_0: number;
  readonly first_20_discard: readonly number[];
  readonly first_20_error: readonly number[];
  readonly error_at_discard: Readonly<Record<string, number>>;
  readonly [pauc: `pauc_${string}`]: number;
}

interface F1Expected {
  readonly magface_eval_1v1: FoldsAnswer & {
    readonly mean: number;
    readonly best_threshold_per_fold: readonly number[];
  };
  readonly magface_eval_1v1_subtract_mean_false: FoldsAnswer & { readonly mean: number };
  readonly magface_eval_quality: {
    readonly fnmrs_list_as_printed: readonly number[];
    readonly steps: readonly {
      readonly u: number;
      readonly n_genuine: number;
      readonly true_FMR_at_threshold: number | null;
      readonly FNMR: number | null;
    }[];
  };
  readonly insightface_verification: FoldsAnswer & {
    readonly acc: number;
    readonly val: number;
    readonly val_std: number;
    readonly far: number;
    readonly val_thresholds: readonly number[];
  };
  readonly 'dasec_edc_starting_error_0.05': EdcAnswer;
  readonly 'dasec_edc_fixed_threshold_at_FMR1e-2': EdcAnswer;
}

interface TarAnswer {
  readonly target: number;
  readonly tar: number;
  readonly far: number;
  readonly threshold: number;
}

interface F2Expected {
  readonly n_distinct_scores: number;
  readonly insightface_verification: FoldsAnswer & {
    readonly acc: number;
    readonly best_threshold_per_fold: readonly number[];
    readonly 'val@1e-3': number;
    readonly val_std: number;
    readonly far: number;
    readonly val_threshold_per_fold: readonly number[];
  };
  readonly magface_eval_1v1_no_mean: FoldsAnswer & { readonly mean: number };
  readonly tar_at_far: {
    readonly insightface_magface_ijb: readonly TarAnswer[];
    readonly iso: readonly TarAnswer[];
  };
  readonly pyeer: {
    readonly eer: number;
    readonly eer_low: number;
    readonly eer_high: number;
    readonly eer_th: number;
    readonly auc: number;
    readonly decidability: number;
  } & Readonly<Record<string, number>>;
  readonly bob_measure: Readonly<
    Record<
      | 'eer'
      | 'eer_threshold'
      | 'min_hter'
      | 'min_hter_threshold'
      | 'frr_threshold@0.01'
      | 'cllr_scores_as_is',
      number
    >
  >;
}

interface WorkedExample {
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
  readonly targets: readonly number[];
  /** TAR, FMR and threshold at each target. */
  readonly rows: Readonly<
    Record<'iso' | 'insightface-ijb', readonly (readonly [number, number, number])[]>
  >;
  readonly eer: Readonly<
    Record<
      | 'pyeer eer'
      | 'pyeer eer_low'
      | 'pyeer eer_high'
      | 'pyeer fmr0'
      | 'sklearn auc'
      | 'bob eer_threshold'
      | 'bob min-HTER',
      number
    >
  >;
  readonly case_B: {
    readonly genuine: readonly number[];
    readonly impostor: readonly number[];
    readonly rows: readonly {
      readonly target: number;
      readonly 'drop_intermediate=True': Omit<TarAnswer, 'target'>;
    }[];
  };
}

export const F1 = JSON.parse(fixture('f1_expected.json')) as F1Expected;
export const F2 = JSON.parse(fixture('f2_expected.json')) as F2Expected;
export const WORKED = JSON.parse(fixture('worked_example.json')) as WorkedExample;

/** The score set of genuine and impostor scores, without folds. */
export function scoreSet(genuine: readonly number[], impostor: readonly number[]): ScoreSet {
  return {
    scores: Float64Array.from([...genuine, ...impostor]),
    genuine: Uint8Array.from([...genuine.map(() => 1), ...impostor.map(() => 0)]),
    fold: new Uint16Array(genuine.length + impostor.length),
    testFolds: [],
  };
}

/** F1: vectors and comparisons without folds, as MagFace's scripts read them, and their cosines. */
export function f1(): { readonly scores: ScoreSet; readonly compared: ComparedEmbeddings } {
  const faces = lines(fixture('f1_feat.list')).map((line) => line.split(' '));
  const ids = faces.map(([id]) => id!);
  const vectors = faces.map(([, ...components]) => components.map(Number));
  const dim = vectors[0]!.length;
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  const row = new Map(ids.map((id, i) => [id, i]));
  const pairs = lines(fixture('f1_pair.list')).map((line) => line.split(' '));
  const left = Uint32Array.from(pairs, ([a]) => row.get(a!)!);
  const right = Uint32Array.from(pairs, ([, b]) => row.get(b!)!);
  const embeddings = {
    ids,
    dim,
    directions: Float32Array.from(vectors.flatMap((v, i) => v.map((x) => x / lengths[i]!))),
    magnitudes: Float32Array.from(lengths),
  };
  const cosine = (a: number, b: number) =>
    vectors[a]!.reduce((sum, x, i) => sum + x * vectors[b]![i]!, 0) / (lengths[a]! * lengths[b]!);
  return {
    scores: {
      scores: Float64Array.from(left, (a, k) => cosine(a, right[k]!)),
      genuine: Uint8Array.from(pairs, ([, , label]) => Number(label)),
      quality: Float64Array.from(left, (a, k) => Math.min(lengths[a]!, lengths[right[k]!]!)),
      fold: new Uint16Array(pairs.length),
      testFolds: [],
    },
    compared: { embeddings, left, right },
  };
}

/** F2: ten folds of 300 genuine and 300 impostor scores, ties among them. */
export function f2(): ScoreSet {
  const rows = lines(fixture('f2_scores.csv'))
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    scores: Float64Array.from(rows, ([, , score]) => score!),
    genuine: Uint8Array.from(rows, ([, label]) => label!),
    fold: Uint16Array.from(rows, ([fold]) => fold!),
    testFolds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  };
}
