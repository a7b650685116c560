import { identityFolders } from '../datasets/identity-folders.js';
import { resolveDataset } from '../datasets/index.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import {
  findIdentificationConventions,
  highestFor,
  identification,
  type IdentificationConvention,
  mateSearches,
  type ProbeFacts,
  type Searched,
  type SearchedGallery,
  tarRows,
  withOneMate,
} from '../metrics/identification/index.js';
import { cosines } from '../metrics/cosines.js';
import { counted } from '../metrics/reasons.js';
import type { Talk } from '../talk.js';
import type {
  GalleryProtocol,
  LoadedDataset,
  MetricRow,
  SearchSet,
  Subject,
  TrialsProtocol,
} from '../types.js';
import { candidatesFile, type CandidatesOf } from './candidates.js';
import { fileGalleries } from './file-gallery.js';
import { madeReady, type DatasetRequest } from './load.js';
import type { Outcome } from './outcome.js';
import { pooledVectors, type PoolRequest } from './pooled.js';
import { provenanceOf } from './provenance.js';
import { searchExactly, type SearchWishes } from './search.js';
import { type SearchThreads, withSearchThreads } from './search-threads.js';
import { searchedRows } from './searched-rows.js';
import { identifyInTrials } from './trials.js';
import type { VectorsRequest } from './vectors.js';

export interface IdentifyRequest
  extends Omit<DatasetRequest, 'dataset'>, VectorsRequest, PoolRequest {
  readonly dataset?: string | undefined;
  /** Folders of identities, in place of a dataset. */
  readonly gallery?: string | undefined;
  readonly probes?: string | undefined;
  readonly ranks: readonly number[];
  readonly fpir: readonly number[];
  readonly convention: readonly string[];
  /** Candidates to be written of each probe. */
  readonly candidates?: number | undefined;
  /** Shares of the probes to be rejected by their magnitude. */
  readonly reject?: readonly number[] | undefined;
  /** Bytes of vectors of galleries that may be held; what else can stay in its file does. Changes no number. */
  readonly hold?: number | undefined;
}

/**
 * Every probe searched in every gallery, and how often its mate is found: exact, every probe against every entry.
 *
 * @throws UserError E_GALLERY_SOURCE (usage) where the request names nothing to search or two things, E_DATASET_TASK (usage)
 *   for a dataset without galleries, and whatever the dataset, the model or the vectors give reason for; the signal's reason
 *   when stopped
 */
export async function identify(
  request: IdentifyRequest,
  { env, signal }: Pick<Io, 'env' | 'signal'>,
  talk: Talk,
): Promise<Outcome> {
  const started = new Date();
  const conventions = findIdentificationConventions(request.convention);
  const dataset = await loadSearch(request, env, talk);
  if (isOfTrials(dataset))
    return identifyInTrials(dataset, request, { env, signal, started }, talk);
  return withSearchThreads(request.threads, (threads) =>
    identifyInGalleries(dataset, request, { env, signal, started, conventions, threads }, talk),
  );
}

interface Identifying extends Pick<Io, 'env' | 'signal'> {
  readonly started: Date;
  readonly conventions: readonly IdentificationConvention[];
  readonly threads: SearchThreads;
}

async function identifyInGalleries(
  dataset: LoadedDataset<GalleryProtocol>,
  request: IdentifyRequest,
  { env, signal, started, conventions, threads }: Identifying,
  talk: Talk,
): Promise<Outcome> {
  const { protocol } = dataset;
  const legacy = conventions.filter(({ name }) => name === 'ijb1n-legacy');
  const isJoined = legacy.length > 0 && protocol.galleries.length > 1 && protocol.oneMate !== true;
  const inFile = isJoined
    ? undefined
    : await fileGalleries(protocol, dataset.images.ids, request, request.hold);
  const made = inFile?.pooled ?? protocol.templates;
  const vectors = await pooledVectors(
    { ...dataset, protocol: { ...protocol, templates: made } },
    request,
    env,
    talk,
    signal,
  );
  if (inFile !== undefined) {
    talk.remark(`galleries are read from ${inFile.path} as they are searched, and not held`);
  }
  const { directions, magnitudes, dim } = vectors.embeddings;
  const templates = { directions, dim, identity: made.identity };
  const probed =
    inFile === undefined
      ? protocol.probes
      : protocol.probes.map((template) => inFile.indexOf[template]!);
  const probes = searchedRows(templates, probed);
  const facts: ProbeFacts = {
    subject: probes.identity,
    quality: Float32Array.from(probed, (t) => magnitudes[t]!),
  };
  const galleries: SearchedGallery[] = [];
  const searches: CandidatesOf[] = [];
  for (const { name, templates: entries } of protocol.galleries) {
    const set = await searchExactly(
      inFile === undefined ? { ...templates, rows: entries } : inFile.gallery(entries),
      probes,
      dim,
      {
        ...wishesOf(request, conventions, protocol, entries.length),
        threads,
        ...(request.hold === undefined ? {} : { hold: request.hold }),
      },
      talk,
      signal,
    );
    searches.push({ name, set, entries });
    if (protocol.oneMate === true) {
      const searched = withMates(name, set, templates, probed, facts);
      talk.remark(
        `${name}: ${counted(set.probes, 'probe')} among ${counted(set.entries, 'distractor')}, ${searched.set.probes} times with one mate`,
      );
      galleries.push(searched);
      continue;
    }
    talk.remark(`${name}: ${standingOf(set)}`);
    galleries.push({ name, set });
  }
  const joined = isJoined
    ? await searchJoined(
        templates,
        probes,
        searches,
        { request, conventions: legacy, threads, signal },
        facts,
        talk,
      )
    : [];
  const subject: Subject = {
    dataset: protocol.name,
    protocol: protocol.digest,
    ...(await vectors.subject),
  };
  const measured = identification(galleries, facts, {
    ranks: request.ranks,
    fpirs: request.fpir,
    conventions,
    reject: request.reject ?? [],
  });
  return {
    report: {
      subject,
      rows: [...measured.rows, ...joined],
      curves: measured.curves,
    },
    ...(request.candidates === undefined
      ? {}
      : {
          extras: new Map([
            ['candidates.csv', candidatesFile(protocol, searches, request.candidates)],
          ]),
        }),
    provenance: provenanceOf({
      request,
      env,
      started,
      subject,
      images: protocol.images.length,
      counts: {
        templates: protocol.templates.ids.length,
        galleries: protocol.galleries.length,
        probes: protocol.probes.length,
      },
      remarks: dataset.warnings,
      run: vectors.run,
    }),
  };
}

/** The rows of a convention whose authors search all galleries as one, named `:joined`. */
async function searchJoined(
  templates: Searched & { readonly dim: number },
  probes: Searched,
  galleries: readonly CandidatesOf[],
  {
    request,
    conventions,
    threads,
    signal,
  }: Pick<Identifying, 'conventions' | 'threads' | 'signal'> & {
    readonly request: IdentifyRequest;
  },
  facts: ProbeFacts,
  talk: Talk,
): Promise<MetricRow[]> {
  const entries = Uint32Array.from(galleries.flatMap((gallery) => Array.from(gallery.entries)));
  const set = await searchExactly(
    { ...templates, rows: entries },
    probes,
    templates.dim,
    {
      highest: highestOf(request.fpir, conventions, probes.identity.length),
      threads,
    },
    talk,
    signal,
  );
  const wishes = { ranks: [], fpirs: request.fpir, conventions };
  return identification([{ name: 'joined', set }], facts, wishes).rows.map((row) => ({
    ...row,
    metric: `${row.metric}:joined`,
  }));
}

async function loadSearch(
  request: IdentifyRequest,
  env: Readonly<Record<string, string | undefined>>,
  talk: Talk,
): Promise<LoadedDataset<GalleryProtocol> | LoadedDataset<TrialsProtocol>> {
  const { dataset: named, gallery, probes } = request;
  const refuse = (what: string) =>
    new UserError(
      'E_GALLERY_SOURCE',
      what,
      'name a dataset with galleries, or two folders with --gallery DIR --probes DIR',
      EXIT.usage,
    );
  const folders = gallery !== undefined || probes !== undefined;
  if (named !== undefined && folders) throw refuse(`a dataset, ${named}, and folders`);
  let loaded: LoadedDataset<GalleryProtocol>;
  if (named === undefined) {
    if (gallery === undefined || probes === undefined) {
      throw refuse(folders ? 'only one of --gallery and --probes' : 'nothing to search');
    }
    loaded = await identityFolders(gallery, probes);
  } else {
    const { dataset, source } = await resolveDataset(named, request, env);
    if (dataset.loadTrials !== undefined) {
      return madeReady(await dataset.loadTrials(source), request, talk);
    }
    if (dataset.loadGalleries === undefined) {
      throw new UserError(
        'E_DATASET_TASK',
        `${dataset.name} has no galleries to search`,
        'name a dataset that has, or two folders with --gallery DIR --probes DIR',
        EXIT.usage,
      );
    }
    loaded = await dataset.loadGalleries(source);
  }
  return madeReady(loaded, request, talk);
}

function isOfTrials(
  dataset: LoadedDataset<GalleryProtocol> | LoadedDataset<TrialsProtocol>,
): dataset is LoadedDataset<TrialsProtocol> {
  return dataset.protocol.kind === 'trials';
}

/** FARs of the comparisons with distractors, of which MegaFace is published with the lowest. */
const FARS = [1e-4, 1e-5, 1e-6];

/** A CMC goes to this rank. */
const MOST_RANKS = 100;

/** How many candidates, and of the highest impostor scores, will be read. */
function wishesOf(
  { fpir, ranks, candidates = 0 }: IdentifyRequest,
  conventions: readonly IdentificationConvention[],
  { probes, oneMate }: GalleryProtocol,
  entries: number,
): Pick<SearchWishes, 'top' | 'highest'> {
  if (oneMate === true) {
    const highest = Math.max(...FARS.map((far) => highestFor(far, probes.length * entries)));
    return { top: Math.min(entries, Math.max(MOST_RANKS, candidates, ...ranks)), highest };
  }
  return { top: candidates, highest: highestOf(fpir, conventions, probes.length) };
}

/** How many of the highest impostor scores the conventions will read. */
function highestOf(
  fpir: readonly number[],
  conventions: readonly IdentificationConvention[],
  probes: number,
): number {
  const most = conventions.flatMap(({ impostors }) =>
    impostors === undefined ? [] : fpir.map((rate) => impostors(probes, rate)),
  );
  return Math.max(0, ...most);
}

/** The search among distractors as searches with one mate each, and the rates of its comparisons. */
function withMates(
  name: string,
  distractors: SearchSet,
  { directions, dim, identity }: Searched & { readonly dim: number },
  probes: Uint32Array,
  { subject, quality }: ProbeFacts,
): SearchedGallery {
  const searches = mateSearches(Int32Array.from(probes, (template) => identity[template]!));
  const rowsOfSide = (side: Uint32Array) => side.map((probe) => probes[probe]!);
  const scores = cosines(directions, dim, rowsOfSide(searches.probe), rowsOfSide(searches.mate));
  const comparisons = distractors.probes * distractors.entries;
  return {
    name,
    set: withOneMate(distractors, searches, scores),
    facts: {
      subject: Int32Array.from(searches.probe, (probe) => subject[probe]!),
      quality: Float32Array.from(searches.probe, (probe) => quality[probe]!),
    },
    oneMate: tarRows(searches, scores, distractors.highestImpostors, comparisons, FARS),
  };
}

function standingOf({ probes, subjects, entries, mate }: SearchSet): string {
  const mated = mate.reduce((sum, score) => sum + (Number.isNaN(score) ? 0 : 1), 0);
  return `${counted(entries, 'template')} of ${counted(subjects, 'subject')}; ${mated} mated and ${probes - mated} non-mated probes`;
}
