import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fromRaw } from '../../src/embeddings/embedding-set.js';
import { findPoolingRule, pool } from '../../src/embeddings/pooling.js';
import type { Templates } from '../../src/types.js';
import { golden, readJson } from '../metrics/peer-runs.js';

/** Templates of members told as [picture, medium]. */
function templatesOf(lists: readonly (readonly (readonly [number, number])[])[]): Templates {
  const flat = lists.flat();
  let end = 0;
  return {
    ids: lists.map((_, t) => `t${t}`),
    identity: new Int32Array(lists.length).fill(-1),
    identities: [],
    offsets: Uint32Array.from([0, ...lists.map(({ length }) => (end += length))]),
    members: Uint32Array.from(flat, ([picture]) => picture),
    media: Uint32Array.from(flat, ([, medium]) => medium),
  };
}

describe('pool', () => {
  const set = fromRaw(['a', 'b', 'c'], Float32Array.of(4, 0, 0, 2, 0, 6), 2);

  test.each<{
    members: readonly (readonly [number, number])[];
    mean: [number, number];
    why: string;
  }>([
    { members: [[0, 1]], mean: [4, 0], why: 'one picture is itself, magnitude and all' },
    {
      members: [
        [0, 1],
        [1, 2],
      ],
      mean: [2, 1],
      why: 'two media are averaged',
    },
    {
      members: [
        [0, 1],
        [1, 2],
        [2, 2],
      ],
      mean: [2, 2],
      why: 'frames of one medium are averaged first',
    },
    {
      members: [
        [1, 2],
        [0, 1],
        [2, 2],
      ],
      mean: [2, 2],
      why: 'wherever they stand',
    },
    {
      members: [
        [0, 1],
        [0, 2],
        [1, 3],
        [1, 4],
      ],
      mean: [2, 1],
      why: 'a picture may stand twice',
    },
  ])('$why: $mean', ({ members, mean: [x, y] }) => {
    const { ids, directions, magnitudes } = pool(templatesOf([members]), set);
    const length = Math.hypot(x, y);
    expect(ids).toEqual(['t0']);
    expect(magnitudes[0]).toBeCloseTo(length, 6);
    expect(directions[0]).toBeCloseTo(x / length, 6);
    expect(directions[1]).toBeCloseTo(y / length, 6);
  });

  test.each([
    { rule: 'insightface', weights: undefined, mean: [2, 2], why: 'by magnitude' },
    { rule: 'insightface-unit', weights: undefined, mean: [0.5, 0.5], why: 'all alike' },
    {
      rule: 'magface',
      weights: undefined,
      mean: [0.5, 0.5],
      why: 'each medium as long as the other',
    },
    { rule: 'insightface', weights: [1, 0, 0.5], mean: [2.25, 0.75], why: 'by the detector too' },
  ])('$rule with weights $weights pools $why', ({ rule, weights, mean: [x, y] }) => {
    const templates = templatesOf([
      [
        [0, 1],
        [1, 2],
        [2, 2],
      ],
    ]);
    const { directions, magnitudes } = pool(
      templates,
      weights === undefined ? set : fromRaw(['a', 'b', 'c'], Float32Array.of(4, 0, 0, 2, 2, 6), 2),
      findPoolingRule(rule),
      weights === undefined ? undefined : Float32Array.from(weights),
    );
    expect(directions[0]! * magnitudes[0]!).toBeCloseTo(x!, 5);
    expect(directions[1]! * magnitudes[0]!).toBeCloseTo(y!, 5);
  });

  test('of vectors that cancel out is refused by the name of the template', () => {
    const opposite = fromRaw(['a', 'b'], Float32Array.of(1, 0, -1, 0), 2);
    expect(() =>
      pool(
        templatesOf([
          [
            [0, 1],
            [1, 2],
          ],
        ]),
        opposite,
      ),
    ).toThrow(/E_EMBED_ZERO.*t0/);
  });

  const fixture = golden('peer_runs/ijb_fixture.json');
  // onnx_ijbc's letters: N norms kept, D weighed by the detector, F the mirrored picture added.
  const switches = [0, 1].flatMap((n) => [0, 1].flatMap((d) => [0, 1].map((f) => ({ n, d, f }))));
  (fixture.there ? test : test.skip).each([
    ...switches.map(({ n, d, f }) => ({
      peer: `insightface_onnx_ijbc_N${n}D${d}F${f}`,
      rule: n === 1 ? 'insightface' : 'insightface-unit',
      detector: d === 1,
      flip: f === 1,
      scoreOf: (cosine: number) => cosine,
    })),
    ...['magface', 'insightface'].map((rule, quality) => ({
      peer: `magface_eval_ijb_qlt${quality}`,
      rule,
      detector: false,
      flip: false,
      scoreOf: (cosine: number) => 1 - Math.acos(cosine) / Math.PI,
    })),
  ])('scores as $peer by the rule $rule', ({ peer: name, rule, detector, flip, scoreOf }) => {
    const peer = readJson(fixture.path) as {
      'features_concat_[normal,flip]': number[][];
      template_ids: number[];
      media_ids: number[];
      detector_scores: number[];
      pairs_t1_t2_label: [number, number, number][];
    };
    const rows = peer['features_concat_[normal,flip]'];
    const dim = rows[0]!.length / 2;
    const pictures = fromRaw(
      rows.map((_, i) => `${i}`),
      Float32Array.from(
        rows.flatMap((row) =>
          row.slice(0, dim).map((value, i) => value + (flip ? row[dim + i]! : 0)),
        ),
      ),
      dim,
    );
    const names = [...new Set(peer.template_ids)];
    const templates = templatesOf(
      names.map((template) =>
        peer.template_ids.flatMap((id, i) =>
          id === template ? [[i, peer.media_ids[i]!] as const] : [],
        ),
      ),
    );
    const weights = detector ? Float32Array.from(peer.detector_scores) : undefined;
    const { directions } = pool(templates, pictures, findPoolingRule(rule), weights);
    const text = readFileSync(golden('peer_runs/ijb_expected.json').path, 'utf8');
    const answers = JSON.parse(text.replaceAll(/\b(NaN|Infinity)\b/g, 'null')) as Record<
      string,
      Record<string, number[]>
    >;
    const answer = answers[name]!;
    const scores = answer['scores'] ?? answer['scores_1-acos/pi']!;
    peer.pairs_t1_t2_label.forEach(([left, right], k) => {
      const [a, b] = [names.indexOf(left) * dim, names.indexOf(right) * dim];
      let cosine = 0;
      for (let i = 0; i < dim; i++) cosine += directions[a + i]! * directions[b + i]!;
      expect(Math.abs(scoreOf(cosine) - scores[k]!)).toBeLessThan(1e-6);
    });
  });
});
