import type { Position } from './errors.js';

/** The nouns. Data lies in columns of typed arrays; people, pictures and pairs are indices into them. */

/** A decoded picture: rows of three bytes, red, green, blue. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A turn, a change of size and a shift of the plane: `(u, v)` goes to `(a u - b v + x, b u + a v + y)`. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** How pictures become faces as models want them: 112x112, eyes and mouth where ArcFace's template has them. */
export interface Alignment {
  /** Such as `align=landmarks`: part of what reports call preprocessing, and of what a stored vector is found by. */
  readonly text: string;
  /** What, besides the bytes of picture `index`, decides its face; empty where nothing of its own does. */
  keyOf(index: number): string;
  /** Takes the centre of a pixel of the face to where it lies in picture `index`, in pixels; (0, 0) is the first pixel's centre. */
  placeOf(index: number): Similarity;
  /** Width and height that every picture must have; absent where any will do. */
  readonly side?: number;
}

/** Where the pictures of a dataset come from: a folder now, a pack or an archive as well. */
export interface ImageCollection {
  /** How its pictures are to be aligned once they are decoded; absent where they are taken as they are. */
  readonly alignment?: Alignment | undefined;
  /** Name of each picture, unique, with forward slashes, as reports show it. */
  readonly ids: readonly string[];
  /** Where picture `index` lies, in words for messages: usually its path. */
  describe(index: number): string;
  /** Encoded bytes (JPEG, PNG, WebP) of picture `index`; throws a UserError naming it when it cannot be read. */
  read(index: number): Promise<Uint8Array>;
  /** Indices of the pictures that are not there, ascending. Called before anything is run. */
  missing(): Promise<readonly number[]>;
  /** Where the face of each picture lies: left and upper edge, width and height in pixels, NaN where the whole picture is meant. */
  readonly boxes?: Float64Array | undefined;
  /** The folder that holds them, and the path of each below it; absent where they lie in no folder, or nowhere. */
  readonly folder?: { readonly root: string; readonly paths: readonly string[] };
}

/**
 * Verification by pairs: comparison `k` is `images[left[k]]` against `images[right[k]]`.
 *
 * A benchmark is scored on the comparisons of its `testFolds`, each with parameters chosen on all other folds: 0..9 for
 * ten-fold protocols, only fold 1 for a development (0) and test (1) split, none where the protocol has no folds.
 */
export interface PairProtocol {
  readonly kind: 'pairs';
  readonly name: string;
  /** Ids of the pictures in the order of the collection and of the embeddings' rows. */
  readonly images: readonly string[];
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  /** 1 where both pictures show one person, else 0. */
  readonly genuine: Uint8Array;
  /** Fold of each comparison, from 0; all 0 where the protocol has no folds. */
  readonly fold: Uint16Array;
  readonly testFolds: readonly number[];
  /** Person of each picture as an index into `identities`, or -1 where the protocol does not say. */
  readonly identity: Int32Array;
  readonly identities: readonly string[];
  /** sha256 (hex) of the protocol's files, so that two results can be known to answer the same question. */
  readonly digest: string;
}

/**
 * Pictures that are compared, enrolled or searched with together. Member `m` is the picture `members[m]`; those of template
 * `t` are `offsets[t]` to `offsets[t + 1] - 1`. A picture may belong to several templates.
 */
export interface Templates {
  /** As the protocol's files call them, unique. */
  readonly ids: readonly string[];
  /** Subject of each template as an index into `identities`, or -1 where the protocol does not say. */
  readonly identity: Int32Array;
  readonly identities: readonly string[];
  /** One more than there are templates; none is empty. */
  readonly offsets: Uint32Array;
  /** Indices of pictures. */
  readonly members: Uint32Array;
  /** Medium of each member: frames of one video have one number. Numbers of different templates have nothing in common. */
  readonly media: Uint32Array;
}

/** What protocols of templates have in common. */
interface OfTemplates {
  readonly name: string;
  /** Ids of the pictures in the order of the collection and of the embeddings' rows. */
  readonly images: readonly string[];
  readonly templates: Templates;
  /** How sure the face detector was of each picture; absent where the files do not tell. */
  readonly detector?: Float32Array;
  /** sha256 (hex) of the protocol's files. */
  readonly digest: string;
}

/** Verification by templates: comparison `k` is template `left[k]` against template `right[k]`. It has no folds. */
export interface TemplatePairProtocol extends OfTemplates {
  readonly kind: 'template-pairs';
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  /** 1 where both templates show one subject, else 0. */
  readonly genuine: Uint8Array;
}

/** 1:N search: every probe in each gallery for itself. */
export interface GalleryProtocol extends OfTemplates {
  readonly kind: 'galleries';
  /** Such as G1 and G2, with the indices of their templates; a subject may have several. */
  readonly galleries: readonly { readonly name: string; readonly templates: Uint32Array }[];
  /** Indices of templates. A probe whose subject a gallery lacks is non-mated in it. */
  readonly probes: Uint32Array;
  /**
   * True where the galleries hold strangers alone, of no known subject: each probe is then searched once for every other probe of
   * its subject, which is enrolled beside them for that search (MegaFace).
   */
  readonly oneMate?: true;
}

/**
 * Trials on random parts of one set of pictures: of each trial all pictures are compared with each other, and those of `probes` are
 * searched in `gallery`, where every enrolled person has one.
 */
export interface TrialsProtocol {
  readonly kind: 'trials';
  readonly name: string;
  /** Ids of the pictures in the order of the collection and of the embeddings' rows. */
  readonly images: readonly string[];
  /** Person of each picture as an index into `identities`. */
  readonly identity: Int32Array;
  readonly identities: readonly string[];
  /** Indices of pictures, none twice in a trial. */
  readonly trials: readonly { readonly gallery: Uint32Array; readonly probes: Uint32Array }[];
  /** sha256 (hex) of the protocol's files, or of what was drawn in their place. */
  readonly digest: string;
}

export type Protocol = PairProtocol | TemplatePairProtocol | GalleryProtocol | TrialsProtocol;

/** A benchmark ready to run: what to compare and where its pictures are. `images.ids` equals `protocol.images`. */
export interface LoadedDataset<Kind extends Protocol = PairProtocol> {
  readonly protocol: Kind;
  readonly images: ImageCollection;
  /** Remarks on the files a user should hear once, such as duplicate pairs; they change no number. */
  readonly warnings: readonly string[];
  /** Where comparison `index` stands, of galleries template `index`; absent where the protocol is no text, or does not say. */
  readonly place?: (index: number) => Position;
  /** Groups that the files themselves part the pictures into. */
  readonly attributes?: readonly PictureAttribute[];
}

/**
 * What the search of every probe in one gallery gave. Entry `p` of a column is probe `p`; subjects are told by the best score
 * of their entries, and entries are the gallery's templates.
 */
export interface SearchSet {
  readonly probes: number;
  /** Distinct subjects of the gallery, and its entries. */
  readonly subjects: number;
  readonly entries: number;
  /** Best score of an entry of the probe's own subject; NaN where the gallery has none: the probe is non-mated. */
  readonly mate: Float32Array;
  /** Best score of an entry of any other subject; NaN where there is none. */
  readonly other: Float32Array;
  /** Other subjects with a score above the mate's, and with exactly the mate's; 0 for non-mated probes. */
  readonly above: Uint32Array;
  readonly tied: Uint32Array;
  /**
   * The best `top` subjects of each probe, best first, equal scores in the order of their first entry in the gallery: rows of
   * `top`, `entry` -1 and `score` NaN where the gallery holds fewer.
   */
  readonly candidates: {
    readonly top: number;
    /** Position of the subject's best entry in the gallery, the first of equal ones. */
    readonly entry: Int32Array;
    readonly score: Float32Array;
  };
  /** The highest scores of probes with entries of other subjects, descending, over all probes; as many as were asked for. */
  readonly highestImpostors: Float32Array;
}

/**
 * The vectors of a model, direction apart from length, so that a cosine is a dot product and the magnitude, MagFace's
 * quality, is at hand. Row `i` belongs to `ids[i]`: its direction is `directions.subarray(i * dim, (i + 1) * dim)`.
 */
export interface EmbeddingSet {
  readonly ids: readonly string[];
  readonly dim: number;
  /** Unit rows, float32, `ids.length * dim`. */
  readonly directions: Float32Array;
  /** Euclidean length of each raw vector, float32, above 0. */
  readonly magnitudes: Float32Array;
}

export type Scores = Float32Array | Float64Array;

/**
 * Comparisons after scoring: entry `k` of every column is comparison `k`. Greater scores mean more alike.
 * A NaN score is a failure to acquire, never a number to be sorted.
 */
export interface ScoreSet {
  readonly scores: Scores;
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  /** Quality of the comparison, where it is told of whole ones; greater is better. */
  readonly quality?: Scores;
  /** Where that is absent: the qualities of what is compared. Both are absent where none are known. */
  readonly qualities?: SidedQuality;
  /** Fold of each comparison, from 0. */
  readonly fold: Uint16Array;
  readonly testFolds: readonly number[];
  /** Who is compared; absent where only scores are known, and then comparisons are taken to be independent. */
  readonly persons?: ComparedPersons;
}

/** Which of some things, numbered from 0, each comparison is about; in two bytes where that tells them apart. */
export type IndexColumn = Uint16Array | Uint32Array;

/**
 * The two persons of every comparison, as whole numbers from 0 to `count - 1`; equal where the comparison is genuine.
 *
 * Comparisons that share a person are not independent trials, which is what intervals need to know.
 */
export interface ComparedPersons {
  /** Persons; or pictures or templates, where `of` tells whose each is: columns that are there already need no others beside them. */
  readonly left: IndexColumn;
  readonly right: IndexColumn;
  /** Person of each of what `left` and `right` number; of what is in no comparison it tells nothing. */
  readonly of?: IndexColumn;
  readonly count: number;
  /** True where persons were told apart by the genuine comparisons alone, since the protocol does not name them. */
  readonly inferred: boolean;
}

/** The qualities of what is compared; that of a comparison is the lower one of its two sides. */
export interface SidedQuality {
  /** Of each picture or template. */
  readonly values: Scores;
  /** The sides of comparison `k`, as indices into `values`. */
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

/**
 * How good the pictures of every comparison are, by one way of telling it. Greater is better, NaN is unknown.
 *
 * Where only the quality of a whole comparison is known, `values` has one entry a comparison, to which both of its sides
 * point.
 */
export interface ComparedQuality extends SidedQuality {
  /** Such as `magnitude`, `sharpness`, or what the user calls a file. */
  readonly name: string;
}

/** A way to group pictures: by who or what they show. */
export interface PictureAttribute {
  /** Such as `sex`, `race` or `pose`. */
  readonly attribute: string;
  readonly groups: readonly string[];
  /** Group of each picture as an index into `groups`, or -1 where it is not known. */
  readonly of: Int16Array;
}

/** Comparisons by the groups of their two sides, which are pictures, templates or persons. */
export interface ComparedGroups extends PictureAttribute {
  /** The sides of comparison `k`, as indices into `of`. */
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

/** The vectors behind a ScoreSet, for conventions that change them (MagFace subtracts the training folds' mean). */
export interface ComparedEmbeddings {
  readonly embeddings: EmbeddingSet;
  readonly left: IndexColumn;
  readonly right: IndexColumn;
}

/** One number of a report, with what is needed to believe it. */
export interface MetricRow {
  /** Display name such as `accuracy`, `tar@far=1e-3`, `eer`. */
  readonly metric: string;
  /** NaN where undefined; then `note` says why. */
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** What `low` and `high` are, such as `wilson 95%` or `std over folds`. */
  readonly interval?: string;
  /** Number of trials behind the value. */
  readonly count: number;
  /** Number of trials that succeeded, where the value is a share of `count`. */
  readonly hits?: number;
  readonly threshold?: number;
  /** The FMR (or other target) really attained at the threshold. */
  readonly achieved?: number;
  /** Name of the way of counting, as `magface list conventions` prints it. */
  readonly convention: string;
  readonly note?: string;
}

/** How one metric of a second system differs from the same metric of a first one, on the same comparisons. */
export interface Difference {
  readonly metric: string;
  readonly convention: string;
  readonly better: 'higher' | 'lower';
  /** Values of the first and of the second system. */
  readonly first: number;
  readonly second: number;
  /** `second - first`; NaN where either is undefined, and then `note` says why. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** What `low` and `high` are. */
  readonly interval: string;
  /** Of the second system against the first, by whether the interval holds 0. */
  readonly verdict: 'better' | 'worse' | 'cannot tell';
  /** For an accuracy: comparisons that only the first, and only the second, decides rightly, and McNemar's exact p. */
  readonly mcnemar?: { readonly first: number; readonly second: number; readonly p: number };
  /** Comparisons of this kind that would tell a difference of this size, with power 0.8; absent where it is 0 or undefined. */
  readonly needed?: number;
  readonly note?: string;
}

/** One metric as every convention counts it, those that give the same number together. */
export interface SideBySide {
  /** Display name such as `accuracy`, `tar@far=1e-3`, `eer`. */
  readonly metric: string;
  /** The default's answer first, then from the greatest value to the least; undefined ones last. */
  readonly answers: readonly Answer[];
  /** Conventions that have no rule of their own for it and count as the default does. */
  readonly without: readonly string[];
}

/** One number, and who gives it. */
export interface Answer {
  /** The default first, where it is among them. */
  readonly conventions: readonly string[];
  /** True where the default is among them. */
  readonly usual: boolean;
  /** The row of the first of them. */
  readonly row: MetricRow;
  /** What is printed behind `+-` by the first of them: a standard deviation, or a standard error where `error` is set. */
  readonly spread?: { readonly value: number; readonly error: boolean };
  /** What makes the number another than the default's, and for which of the conventions it holds. */
  readonly reasons: readonly { readonly text: string; readonly conventions: readonly string[] }[];
}

/** Several systems on the same comparisons. */
export interface Comparison {
  /** Names of the systems, which are told by their place here. */
  readonly systems: readonly string[];
  /** Share of the draws that each interval holds. */
  readonly level: number;
  readonly comparisons: { readonly genuine: number; readonly impostor: number };
  /** Number of persons; absent where none are known. */
  readonly persons?: number;
  /** Of each two systems, the earlier first. */
  readonly differences: readonly {
    readonly first: number;
    readonly second: number;
    readonly metrics: readonly Difference[];
  }[];
}

/** Where one of several systems stands on one metric. */
export interface Placed {
  /** Index of the system as the caller numbers them. */
  readonly system: number;
  readonly value: number;
  /** 1 more than the number of systems that are surely better: systems that cannot be told apart may share it. */
  readonly rank: number;
  /** Against the first of the list; absent for that one. */
  readonly difference?: Difference;
}

/** One metric of several systems, with their order on it. */
export interface Ranked {
  readonly metric: string;
  readonly convention: string;
  readonly placed: readonly Placed[];
}

/** Columns of equal length with labels that hold for the whole curve, end points included. Written as one CSV per name. */
export interface Curve {
  /** `roc`, `det`, `precision_recall`, `epc`, `erc`, `quality_bands`: the file it is written to. */
  readonly name: string;
  /** Such as `{quality: 'magnitude', fmr: 0.001}`; leading columns of the CSV. */
  readonly labels: Readonly<Record<string, string | number>>;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** What was measured: equal subjects and equal code give equal rows. All of it strings and numbers that a file can hold. */
export interface Subject {
  readonly dataset: string;
  /** sha256 of the protocol's files. */
  readonly protocol: string;
  /** sha256 over the names (and, where read, the bytes) of the pictures. */
  readonly images: string;
  /** Model's file name and sha256; or what stood in its place (an embeddings or a scores file). */
  readonly model: string;
  readonly modelDigest: string;
  /** Text form of the preprocessing, such as `imagenet RGB 112 flip=none`; empty where embeddings were given. */
  readonly preprocess: string;
  /** Set when only the first N comparisons were run: such a report is never comparable with a full one. */
  readonly partial?: number;
}

export interface Report {
  readonly subject: Subject;
  readonly rows: readonly MetricRow[];
  readonly curves: readonly Curve[];
}

/** One person's pictures by their magnitude. */
export interface PersonQuality {
  readonly name: string;
  readonly pictures: number;
  readonly mean: number;
  /** Over n - 1; NaN for one picture. */
  readonly deviation: number;
}

/** What `magface quality` tells people beside its report: names, for which rows and curves have no place. */
export interface QualityFindings {
  /** Where the constants of the quality from 0 to 100 come from; NaN where there are none. */
  readonly sigmoid: { readonly x0: number; readonly w: number; readonly source: string };
  readonly sets: readonly {
    readonly name: string;
    readonly pictures: number;
    /** Number of persons; 0 where none are known. */
    readonly persons: number;
    /** Persons with at least `least` pictures, the worst first and the best first. */
    readonly least: number;
    readonly worst: readonly PersonQuality[];
    readonly best: readonly PersonQuality[];
  }[];
  /** The pictures below what was asked for; absent where nothing was. */
  readonly rejected?: { readonly bound: string; readonly ids: readonly string[] };
  /** The comparisons that go wrong at a threshold; absent where there are none to look at. */
  readonly errors?: {
    readonly fmr: number;
    readonly threshold: number;
    readonly falseNonMatchCount: number;
    readonly falseMatchCount: number;
    /** The worst first, and not all where they are very many. */
    readonly falseNonMatches: readonly WrongComparison[];
    readonly falseMatches: readonly WrongComparison[];
  };
}

/** A comparison on the wrong side of a threshold. */
export interface WrongComparison {
  /** Ids of its pictures. */
  readonly left: string;
  readonly right: string;
  readonly score: number;
  readonly leftMagnitude: number;
  readonly rightMagnitude: number;
}

/** How a run is held against a baseline: `exact` where nothing may move, `statistical` where it may be a margin worse. */
export type GateMode = 'exact' | 'statistical';

/** What a baseline keeps of a row. */
export type BaselineRow = Pick<
  MetricRow,
  'metric' | 'convention' | 'value' | 'hits' | 'count' | 'threshold'
>;

/** A bound that a value must keep whatever the baseline was, such as `lfw/tar_far_1e-3 >= 0.98`. */
export interface Floor {
  /** As in metrics.json. */
  readonly key: string;
  readonly operator: '>=' | '<=';
  readonly bound: number;
}

/** A run that was found good, and how much worse a later one may be. */
export interface Baseline {
  readonly mode: GateMode;
  readonly subject: Subject;
  /** By metric, then by convention. */
  readonly rows: readonly BaselineRow[];
  /** By metric, in its unit: how much worse it may be in `statistical` mode. */
  readonly margins: ReadonlyMap<string, number>;
  readonly floors: readonly Floor[];
  /** sha256 (hex) of the file of scores kept beside it; absent where none is. */
  readonly scores?: string;
  /** sha256 (hex) of the file of vectors kept beside it; absent where none is. */
  readonly embeddings?: string;
}

/** `fail`: the run is worse. `inconclusive`: it cannot be told. `error`: the two cannot be compared. */
export type CheckStatus = 'pass' | 'fail' | 'inconclusive' | 'error';

/** What one side of a check shows: a number with the trials behind it. */
export type Reading = Pick<MetricRow, 'value' | 'hits' | 'threshold'> & { readonly count?: number };

/** One question put to a run, and its answer. */
export interface Check {
  /** Such as `tar@far=1e-3 iso`, `lfw/tar_far_1e-3 >= 0.98` or `scores`; unique among the checks of a verdict. */
  readonly name: string;
  readonly kind: 'subject' | 'row' | 'margin' | 'floor' | 'scores' | 'embeddings' | 'input';
  readonly status: CheckStatus;
  readonly expected: Reading | string;
  readonly found: Reading | string;
  /** How far `found` lies from `expected`, where that is a number. */
  readonly difference?: number;
  readonly low?: number;
  readonly high?: number;
  /** What `low` and `high`, the bounds of the difference, are. */
  readonly interval?: string;
  readonly margin?: number;
  readonly why: string;
}

/** The answer of a gate, from which its exit code and every written form of it are made. */
export interface Verdict {
  readonly status: CheckStatus;
  /** One sentence, without the status. */
  readonly summary: string;
  /** The worst first, otherwise in the order of the baseline. */
  readonly checks: readonly Check[];
  /** What was not checked and why, and what else a reader should know; it decides nothing. */
  readonly remarks: readonly string[];
  /** The baseline as the user named it. */
  readonly baseline: string;
  /** Absent where one of the two could not be read. */
  readonly mode?: GateMode;
  /** Of the run; absent where it could not be read. */
  readonly subject?: Subject;
}

/** Something that is wrong or odd with the files of a dataset, each case of it with its place. */
export interface Finding {
  /** Stable, such as `self_pair`. */
  readonly name: string;
  /** `breaks`: a run would stop, or its results would not be those of the protocol. `remark`: worth knowing. */
  readonly severity: 'breaks' | 'remark';
  /** What was found, to be read behind the count. */
  readonly what: string;
  readonly count: number;
  /** The first ones, where they are very many. */
  readonly cases: readonly { readonly place?: Position | undefined; readonly what: string }[];
}

/** What `magface protocol check` found. */
export interface ProtocolCheck {
  readonly dataset: string;
  /** sha256 of the protocol's files. */
  readonly protocol: string;
  /** Each count, and what the authors of the benchmark say it is, where they do. */
  readonly counts: readonly {
    readonly name: string;
    readonly found: number;
    readonly published?: number | undefined;
  }[];
  /** Those that break the protocol first. */
  readonly findings: readonly Finding[];
}
