import { wholeQuality } from '../../dist/metrics/combined-quality.js';
import { DASEC } from '../../dist/metrics/conventions/dasec.js';
import { bestArea, partialArea, relativePlaces } from '../../dist/metrics/erc/area.js';
import { dasecCurve } from '../../dist/metrics/erc/dasec.js';
import { ercAt } from '../../dist/metrics/erc/reject-curve.js';
import { verificationInput } from '../../dist/metrics/index.js';
import { checksOf } from '../golden-checks.js';
import { f1, readJson, scoreSet } from '../golden-data.js';

const LIMIT = 0.2;

/** Checks of one curve: error and area at every discard that the peer gives, in its own names. */
function curveChecks(golden, { curve, threshold }, peer) {
  const check = checksOf(golden);
  const read = (answers, value) => [
    Object.values(answers),
    Object.keys(answers).map((at) => value(Number(at))),
  ];
  const listed = (quantity, answers, value, remark) =>
    answers === undefined ? [] : [check(quantity, ...read(answers, value), { remark })];
  const given = (quantity, expected, ours, remark) =>
    expected === undefined ? [] : [check(quantity, expected, ours, { remark })];
  return [
    ...given('threshold', peer.threshold, threshold),
    ...given('ERC', peer.points, curve.discard.length, 'number of points'),
    ...given('ERC', peer.start, curve.error[0], 'error before any discard'),
    ...listed('ERC', peer.errors, (at) => ercAt(curve, at), 'error at some discards'),
    ...listed('area under the ERC', peer.areas, (at) => partialArea(curve, at), 'at some limits'),
    ...listed(
      'theoretical best',
      peer.best,
      (at) => bestArea(curve.error[0], at),
      'at some limits',
    ),
  ];
}

/** dasec's own 10,000 mated comparisons with the qualities of five algorithms. */
function exampleData(folder) {
  const data = readJson(folder, 'example_data.json');
  const pairs = Object.entries(data.similarity_scores.scores_by_pair_ids);
  const scores = scoreSet(
    pairs.map(([, score]) => score),
    [],
  );
  const algorithms = Object.entries(data.quality_scores_by_sample_id_per_algorithm);
  return {
    input: verificationInput(scores),
    qualities: algorithms.map(([name, ofSample]) => {
      const ids = Object.keys(ofSample);
      const row = new Map(ids.map((id, i) => [id, i]));
      const side = (i) => Uint32Array.from(pairs, ([pair]) => row.get(pair.split('-')[i]));
      return {
        name,
        values: Float64Array.from(Object.values(ofSample)),
        left: side(0),
        right: side(1),
      };
    }),
  };
}

/** The qualities as whole numbers from 0, the least, to 100, the greatest, so that many are equal. */
function inHundredths({ values, ...quality }) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    ...quality,
    values: values.map((q) => Math.round((100 * (q - least)) / (most - least))),
  };
}

const overBest = ({ curve }) => partialArea(curve, LIMIT) - bestArea(curve.error[0], LIMIT);

export default {
  peer: 'dasec',
  reference: DASEC.reference,
  parts: [
    {
      data: 'peer_runs',
      checks: (folder) => {
        const answers = readJson(folder, 'f1_expected.json');
        const input = verificationInput(f1(folder).scores);
        const quality = wholeQuality('magnitude', input.scores.quality);
        return ['dasec_edc_starting_error_0.05', 'dasec_edc_fixed_threshold_at_FMR1e-2'].flatMap(
          (name) => {
            const answer = answers[name];
            const { starting_error: error, similarity_score_threshold: threshold } = answer.kwargs;
            const start =
              error === undefined
                ? { kind: 'threshold', value: threshold }
                : { kind: 'fnmr', value: error };
            const areas = [0.05, 0.2, 0.3, 0.5, 1].map((limit) => [limit, answer[`pauc_${limit}`]]);
            const golden = `F1, ${error === undefined ? 'threshold given' : `start ${error}`}`;
            return curveChecks(golden, dasecCurve(input, quality, { error: 'fnmr', start }), {
              points: answer.n_points,
              start: answer.error_at_0,
              errors: answer.error_at_discard,
              areas: Object.fromEntries(areas),
            });
          },
        );
      },
    },
    {
      data: 'dasec_edc',
      checks: (folder) => {
        const answers = readJson(folder, 'expected.json');
        const { input, qualities } = exampleData(folder);
        const curveOf = (quality, value) =>
          dasecCurve(input, quality, { error: 'fnmr', start: { kind: 'fnmr', value } });
        const starts = [0.05, 0.01, 0.1];
        const curves = starts.flatMap((start) =>
          qualities.flatMap((quality) => {
            const answer = answers.curves[quality.name][`se=${start}`];
            return curveChecks(`${quality.name}, start ${start}`, curveOf(quality, start), {
              threshold: answer.threshold,
              points: answer.n_steps,
              start: answer.true_starting_error,
              errors: answer['error_at_discard(step)'],
              areas: answer.pauc,
              best: answer.theoretical_best,
            });
          }),
        );
        const rankings = starts.flatMap((start) => {
          const check = checksOf(`five algorithms, start ${start}`);
          const answer = answers[`se=${start}`];
          const areas = qualities.map((quality) => overBest(curveOf(quality, start)));
          const of = (key) => qualities.map(({ name }) => answer[key][name]);
          return [
            check('area over the theoretical best', of('pauc0.2_minus_best'), areas, { at: LIMIT }),
            check('relative ranking', of('relative_ranking'), relativePlaces(areas), { at: LIMIT }),
          ];
        });
        const tied = qualities.flatMap((quality) => {
          const answer = answers['minmax_100_se=0.05'][quality.name];
          const found = curveOf(inHundredths(quality), 0.05);
          const check = checksOf(`${quality.name}, qualities 0 to 100, start 0.05`);
          return [
            check('ERC', answer.n_steps, found.curve.discard.length, {
              remark: 'number of points',
            }),
            check('area over the theoretical best', answer['pauc0.2_minus_best'], overBest(found), {
              at: LIMIT,
            }),
          ];
        });
        return [...curves, ...rankings, ...tied];
      },
    },
  ],
};
