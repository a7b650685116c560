import { HighestScores } from '../metrics/identification/highest-scores.js';
import {
  countedThreshold,
  findIdentificationConventions,
  trialsReport,
  type TrialResult,
} from '../metrics/identification/index.js';
import { formatRate } from '../metrics/rate.js';
import type { Io } from '../io.js';
import type { Talk } from '../talk.js';
import type { EmbeddingSet, LoadedDataset, Subject, TrialsProtocol } from '../types.js';
import type { IdentifyRequest } from './identify.js';
import type { Outcome } from './outcome.js';
import { provenanceOf } from './provenance.js';
import { cosinesOf } from './score.js';
import { searchExactly } from './search.js';
import { type SearchThreads, withSearchThreads } from './search-threads.js';
import { searchedRows } from './searched-rows.js';
import { obtainVectors } from './vectors.js';

/** The FAR at which BLUFR reports verification. */
const FAR = 1e-3;
/** Comparisons scored at a time: whole rows of the triangle, 16 MiB of scores. */
const AT_ONCE = 2 ** 22;

/**
 * Every trial of the protocol in BLUFR's manner: the verification rate at FAR 1e-3 over all comparisons of its pictures, and rank-1
 * and TPIR at every FPIR of its open-set search, all as BLUFR counts.
 *
 * @throws as `identify`
 */
export async function identifyInTrials(
  dataset: LoadedDataset<TrialsProtocol>,
  request: IdentifyRequest,
  { env, signal, started }: Pick<Io, 'env' | 'signal'> & { readonly started: Date },
  talk: Talk,
): Promise<Outcome> {
  const { protocol } = dataset;
  const vectors = await obtainVectors(dataset, request, env, talk, signal);
  const { threads } = request;
  const verified = await verifyTrials(protocol, vectors.embeddings, { threads, signal }, talk);
  const [convention] = findIdentificationConventions(['blufr']);
  const all = { ...vectors.embeddings, identity: protocol.identity };
  const resultOf = async (t: number, searching: SearchThreads): Promise<TrialResult> => {
    const { gallery, probes } = protocol.trials[t]!;
    const set = await searchExactly(
      { ...all, rows: gallery },
      searchedRows(all, probes),
      all.dim,
      { threads: searching },
      talk,
      signal,
    );
    const points = request.fpir.map((fpir) => convention!.tpirAtFpir(set, fpir, 1));
    const { rate, counts } = verified[t]!;
    const mated = points[0]?.count ?? 0;
    return {
      counts: { ...counts, mated, non_mated: probes.length - mated },
      values: new Map([
        [`vr@far=${formatRate(FAR)}`, rate],
        ...request.fpir.map(
          (fpir, i) => [`tpir@fpir=${formatRate(fpir)}`, points[i]!.tpir] as const,
        ),
      ]),
    };
  };
  const results = await withSearchThreads(threads, async (searching) => {
    const found: TrialResult[] = [];
    for (let t = 0; t < protocol.trials.length; t++) found.push(await resultOf(t, searching));
    return found;
  });
  const subject: Subject = {
    dataset: protocol.name,
    protocol: protocol.digest,
    ...vectors.subject,
  };
  return {
    report: { subject, ...trialsReport(results) },
    provenance: provenanceOf({
      request,
      env,
      started,
      subject,
      images: protocol.images.length,
      counts: { trials: protocol.trials.length },
      remarks: dataset.warnings,
      run: vectors.run,
    }),
  };
}

/** A trial while comparisons come by. */
interface Verification {
  readonly has: Uint8Array;
  readonly impostors: HighestScores;
  readonly genuine: Float32Array;
  readonly impostorTotal: number;
  met: number;
}

/** The verification rate of each trial: every comparison is scored once and shown to all trials that have both of its pictures. */
async function verifyTrials(
  { trials, images, identity }: TrialsProtocol,
  embeddings: EmbeddingSet,
  wishes: { readonly threads: number | undefined; readonly signal: AbortSignal },
  talk: Talk,
) {
  const all = trials.map((trial) => verificationOf(trial, identity, images.length));
  const pictures = images.length;
  const total = (pictures * (pictures - 1)) / 2;
  const work = talk.begin('Comparing', total, 'comparisons');
  try {
    for (let from = 0; from < pictures - 1;) {
      let to = from;
      let count = 0;
      while (to < pictures - 1 && (to === from || count + pictures - 1 - to <= AT_ONCE)) {
        count += pictures - 1 - to++;
      }
      const left = new Uint32Array(count);
      const right = new Uint32Array(count);
      for (let i = from, k = 0; i < to; i++) {
        for (let j = i + 1; j < pictures; j++, k++) [left[k], right[k]] = [i, j];
      }
      const scores = await cosinesOf({ left, right }, embeddings, wishes);
      for (const trial of all) show(trial, scores, left, right, identity);
      work.advance(count);
      wishes.signal.throwIfAborted();
      from = to;
    }
  } finally {
    work.end();
  }
  return all.map(({ impostors, genuine, impostorTotal, has }) => {
    const threshold = countedThreshold(impostors.descending(), impostorTotal, FAR, genuine);
    const accepted = genuine.reduce((sum, score) => sum + (score >= threshold ? 1 : 0), 0);
    const tested = has.reduce((sum, one) => sum + one, 0);
    return {
      rate: accepted / genuine.length,
      counts: { pictures: tested, genuine: genuine.length, impostor: impostorTotal },
    };
  });
}

function verificationOf(
  { gallery, probes }: TrialsProtocol['trials'][number],
  identity: Int32Array,
  pictures: number,
): Verification {
  const has = new Uint8Array(pictures);
  const ofPerson = new Map<number, number>();
  let genuine = 0;
  for (const picture of [...gallery, ...probes]) {
    has[picture] = 1;
    const person = identity[picture]!;
    const before = ofPerson.get(person) ?? 0;
    genuine += before;
    ofPerson.set(person, before + 1);
  }
  const tested = gallery.length + probes.length;
  const impostorTotal = (tested * (tested - 1)) / 2 - genuine;
  const most = Math.max(1, Math.round(FAR * impostorTotal));
  return {
    has,
    impostors: new HighestScores(most),
    genuine: new Float32Array(genuine),
    impostorTotal,
    met: 0,
  };
}

function show(
  trial: Verification,
  scores: Float32Array,
  left: Uint32Array,
  right: Uint32Array,
  identity: Int32Array,
): void {
  const { has, impostors, genuine } = trial;
  for (let k = 0; k < scores.length; k++) {
    const [a, b] = [left[k]!, right[k]!];
    if (has[a] === 0 || has[b] === 0) continue;
    if (identity[a] === identity[b]) genuine[trial.met++] = scores[k]!;
    else impostors.offer(scores[k]!);
  }
}
