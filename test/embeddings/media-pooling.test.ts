import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowsInMemory } from '../../src/embeddings/embedding-rows.js';
import type { RawEmbeddings } from '../../src/embeddings/embedding-set.js';
import { ordersWithin, poolingOrder } from '../../src/embeddings/pooling-order.js';
import { findPoolingRule, POOLING_RULES, type PoolingRule } from '../../src/embeddings/pooling.js';
import { poolVectors, type Pooling } from '../../src/embeddings/template-pooler.js';
import { plainSums } from '../../src/embeddings/vector-sums.js';
import { wideSums } from '../../src/kernels/vector-sums.js';
import type { EmbeddingSet, Templates } from '../../src/types.js';
import { PROJECT } from '../support/run-cli.js';
import { poolPlainly, templatesOf } from './plain-pooling.js';

/** The templates of `pictures`, pooled by one rule. */
async function pool(
  templates: Templates,
  pictures: RawEmbeddings,
  rule: PoolingRule = POOLING_RULES[0]!,
  more: Omit<Pooling, 'templates' | 'rules'> = {},
): Promise<EmbeddingSet> {
  const vectors = { ...rowsInMemory(pictures), nameOf: (row: number) => `picture ${row}` };
  const [pooled] = await poolVectors(vectors, { templates, rules: [rule], ...more });
  return pooled!;
}

describe('pooling', () => {
  const pictures = { raw: Float32Array.of(4, 0, 0, 2, 0, 6), dim: 2 };

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
  ])('$why: $mean', async ({ members, mean: [x, y] }) => {
    const { ids, directions, magnitudes } = await pool(templatesOf([members]), pictures);
    const length = Math.hypot(x, y);
    expect(ids).toEqual(['t0']);
    expect(magnitudes[0]).toBeCloseTo(length, 6);
    expect(directions[0]).toBeCloseTo(x / length, 6);
    expect(directions[1]).toBeCloseTo(y / length, 6);
  });

  // Pictures (4, 0), (0, 2) and (0, 6), the latter two of one medium.
  test.each<{ rule: string; weights?: number[]; mean: [number, number]; why: string }>([
    { rule: 'insightface', mean: [2, 2], why: 'by magnitude' },
    { rule: 'insightface-unit', mean: [0.5, 0.5], why: 'all alike' },
    { rule: 'magface', mean: [0.5, 0.5], why: 'each medium as long as the other' },
    {
      rule: 'adaface',
      mean: [4 / Math.sqrt(5), 8 / Math.sqrt(5)],
      why: 'towards (4, 8), the sum of all, as long as their mean length 4',
    },
    {
      rule: 'qmagface',
      mean: [(16 * (41 / 9)) / Math.hypot(16, 25), (25 * (41 / 9)) / Math.hypot(16, 25)],
      why: 'the frames to (0, 5) = (4 + 36) / 8, then to 4 (4, 0) + 5 (0, 5), as long as 41 / 9',
    },
    { rule: 'insightface', weights: [1, 0, 0.5], mean: [2, 0.75], why: 'by the detector too' },
    { rule: 'insightface-unit', weights: [1, 0, 0.5], mean: [0.5, 0.125], why: 'by it alone' },
  ])('$rule pools $why', async ({ rule, weights, mean: [x, y] }) => {
    const templates = templatesOf([
      [
        [0, 1],
        [1, 2],
        [2, 2],
      ],
    ]);
    const detector = weights === undefined ? undefined : Float32Array.from(weights);
    const how = findPoolingRule(rule);
    const { directions, magnitudes } = await pool(templates, pictures, how, { detector });
    expect(directions[0]! * magnitudes[0]!).toBeCloseTo(x, 5);
    expect(directions[1]! * magnitudes[0]!).toBeCloseTo(y, 5);
  });

  test.each(POOLING_RULES.map(({ name }) => name))(
    'by %s of vectors that cancel out is refused by the name of the template',
    async (rule) => {
      const opposite = { raw: Float32Array.of(1, 0, -1, 0), dim: 2 };
      const members = [[0, 1] as const, [1, 2] as const];
      await expect(pool(templatesOf([members]), opposite, findPoolingRule(rule))).rejects.toThrow(
        /E_EMBED_ZERO.*t0/,
      );
    },
  );

  test.each([
    { value: 0, code: 'E_EMBED_ZERO' },
    { value: NaN, code: 'E_EMBED_NONFINITE' },
  ])('of a vector of $value is refused by the name of the picture', async ({ value, code }) => {
    const raw = Float32Array.of(1, 1, value, value);
    await expect(pool(templatesOf([[[0, 1]]]), { raw, dim: 2 })).rejects.toMatchObject({
      code,
      message: expect.stringContaining('picture 1') as unknown,
    });
  });

  test('leaves no medium without its frames that cancel out, which add nothing to the template', async () => {
    const raw = Float32Array.of(1, 0, -1, 0, 0, 4);
    const members = [[0, 1] as const, [1, 1] as const, [2, 2] as const];
    const { directions, magnitudes } = await pool(templatesOf([members]), { raw, dim: 2 });
    expect([...directions, ...magnitudes]).toEqual([0, 1, 2]);
  });

  /** Templates that share pictures, with media in any order, and the vectors of the pictures. */
  const anything = fc
    .record({
      dim: fc.integer({ min: 1, max: 19 }),
      lists: fc.array(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 1,
          maxLength: 9,
          selector: ([picture, medium]) => `${picture} ${medium}`,
        }),
        { minLength: 1, maxLength: 9 },
      ),
      seed: fc.integer({ min: 1, max: 1e6 }),
    })
    .map(({ dim, lists, seed }) => ({
      dim,
      templates: templatesOf(lists),
      raw: Float32Array.from({ length: 12 * dim }, (_, i) =>
        // On one side of a plane, so that nothing cancels out.
        i % dim === 0 ? 2 + Math.sin(seed + i) : Math.sin(seed + i * i) * (1 + (i % 7)),
      ),
      detector: Float32Array.from({ length: 12 }, (_, i) => Math.abs(Math.cos(seed + i))),
    }));

  test('is to the byte the same whatever is held or read at once, and in vectors of 128 bits', async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(...POOLING_RULES), async (any, rule) => {
        const { templates, dim, raw, detector } = any;
        const once = await pool(templates, { raw, dim }, rule, { detector });
        for (const sums of [plainSums, wideSums]) {
          const least = { detector, memory: 1, atOnce: 5, sums };
          expect(await pool(templates, { raw, dim }, rule, least)).toEqual(once);
        }
        const vectors = { ...rowsInMemory({ raw, dim }), nameOf: String };
        const all = await poolVectors(vectors, { templates, rules: POOLING_RULES, detector });
        expect(all[POOLING_RULES.indexOf(rule)]).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  test('is what one template after the other gives, to the last step of float32', async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(...POOLING_RULES), async (any, rule) => {
        const { templates, dim, raw, detector } = any;
        const { directions, magnitudes } = await pool(templates, { raw, dim }, rule, { detector });
        poolPlainly(templates, raw, dim, rule, detector).forEach((expected, t) => {
          const length = Math.hypot(...expected);
          expected.forEach((value, i) => {
            const found = directions[t * dim + i]! * magnitudes[t]!;
            expect(Math.abs(found - value)).toBeLessThanOrEqual(2 ** -22 * length);
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  test('holds a sum for what is begun and not done, and reads again rather than hold more', () => {
    const apart = templatesOf([
      [
        [0, 1],
        [4, 1],
      ],
      [
        [1, 1],
        [5, 1],
      ],
      [[6, 1]],
    ]);
    // Two templates with a medium each; the third begins when both are done.
    expect(poolingOrder(apart, 0, 3).held).toBe(4);
    expect(ordersWithin(apart, 4)).toHaveLength(1);
    const orders = ordersWithin(apart, 2);
    expect(orders.map(({ held }) => held)).toEqual([2, 2]);
    expect(orders.flatMap(({ template }) => [...template])).toEqual([0, 0, 1, 1, 2]);
    // One template is never cut.
    expect(ordersWithin(apart, 1)).toHaveLength(3);
  });

  const peer = JSON.parse(read('ijb_fixture.json')) as {
    'features_concat_[normal,flip]': number[][];
    template_ids: number[];
    media_ids: number[];
    detector_scores: number[];
    pairs_t1_t2_label: [number, number, number][];
  };
  const answers = JSON.parse(
    read('ijb_expected.json').replaceAll(/\b(NaN|Infinity)\b/g, 'null'),
  ) as Record<string, Record<string, number[]> & { template_features?: number[][] }>;
  // onnx_ijbc's letters: N norms kept, D weighed by the detector, F the mirrored picture added.
  const switches = [0, 1].flatMap((n) => [0, 1].flatMap((d) => [0, 1].map((f) => ({ n, d, f }))));

  test.each<{ name: string; rule: string; detector?: boolean; flip?: boolean }>([
    ...switches.map(({ n, d, f }) => ({
      name: `insightface_onnx_ijbc_N${n}D${d}F${f}`,
      rule: n === 1 ? 'insightface' : 'insightface-unit',
      detector: d === 1,
      flip: f === 1,
    })),
    ...['magface', 'insightface'].map((rule, quality) => ({
      name: `magface_eval_ijb_qlt${quality}`,
      rule,
    })),
    { name: 'qmagface_ijb_combine_mean_cos', rule: 'insightface' },
    { name: 'qmagface_ijb_combine_weighted_f_q_qa', rule: 'qmagface' },
  ])(
    'answers as $name by the rule $rule',
    async ({ name, rule, detector = false, flip = false }) => {
      const rows = peer['features_concat_[normal,flip]'];
      const dim = rows[0]!.length / 2;
      const raw = Float32Array.from(
        rows.flatMap((row) =>
          row.slice(0, dim).map((value, i) => value + (flip ? row[dim + i]! : 0)),
        ),
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
      const how = findPoolingRule(rule);
      const { directions, magnitudes } = await pool(templates, { raw, dim }, how, {
        detector: weights,
      });
      const answer = answers[name]!;
      // insightface adds the media up, so that only the direction of its vectors is told.
      const told = name.startsWith('insightface') ? [] : (answer.template_features ?? []);
      told.forEach((vector, t) => {
        const length = Math.hypot(...vector);
        vector.forEach((value, i) => {
          const found = directions[t * dim + i]! * magnitudes[t]!;
          expect(Math.abs(found - value)).toBeLessThan(1e-6 * length);
        });
      });
      peer.pairs_t1_t2_label.forEach(([left, right], k) => {
        const [a, b] = [names.indexOf(left), names.indexOf(right)];
        let cosine = 0;
        for (let i = 0; i < dim; i++) {
          cosine += directions[a * dim + i]! * directions[b * dim + i]!;
        }
        const quality = Math.min(magnitudes[a]!, magnitudes[b]!);
        const found = scoredAs(name, cosine, quality);
        const expected = (answer['scores'] ?? answer['scores_1-acos/pi'])![k]!;
        expect(Math.abs(found - expected)).toBeLessThan(name.endsWith('_qa') ? 2e-5 : 1e-6);
      });
    },
  );
});

/** The score that each program makes of a cosine; QMagFace's with the parameters it has for MagFace with 100 layers. */
function scoredAs(name: string, cosine: number, quality: number): number {
  if (name.startsWith('magface')) return 1 - Math.acos(cosine) / Math.PI;
  if (!name.endsWith('_qa')) return cosine;
  return Math.min(0, 0.125926 * cosine - 0.077428) * quality + cosine;
}

function read(name: string): string {
  return readFileSync(join(PROJECT, 'fixtures', 'peer_runs', name), 'utf8');
}
