import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/errors.js';
import { baselineYaml, parseFloor, readBaseline } from '../../src/gate/index.js';
import type { Baseline, MetricRow } from '../../src/types.js';
import { baselineOf, EER, TAR } from './gate-fixture.js';

const FULL = baselineOf([TAR, EER], {
  mode: 'statistical',
  scores: 'd4'.repeat(32),
  margins: new Map([
    ['tar@far=1e-3', 0.005],
    ['eer', 0.01],
  ]),
  floors: [parseFloor('door/tar_far_1e-3 >= 0.85')!],
});

describe('the baseline file', () => {
  test('is YAML with its sorted rows on a line each, and says which command writes it', () => {
    expect(baselineYaml(FULL)).toBe(`\
# Written by \`magface baseline REPORT --out FILE\`, read by \`magface check REPORT --baseline FILE\`.
# Mode, margins and floors may be changed by hand; rows are what the command measured. Comments are not kept.

format: magface-baseline/1
mode: statistical
subject:
  dataset: door
  protocol: ${'a1'.repeat(32)}
  images: ${'b2'.repeat(32)}
  model: model.onnx
  modelDigest: ${'c3'.repeat(32)}
  preprocess: magface BGR 112 flip=none
scores: ${'d4'.repeat(32)}
margins:
  eer: 0.01
  tar@far=1e-3: 0.005
floors:
  - door/tar_far_1e-3 >= 0.85
rows:
  - { metric: eer, convention: iso, value: 0.02, count: 200 }
  - { metric: tar@far=1e-3, convention: iso, value: 0.9, hits: 90, count: 100, threshold: 0.5 }
`);
  });

  test('reads back to the same baseline, and is written to the same bytes', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e-7, 1e21));
    const row = fc.record({
      metric: text,
      convention: text,
      value: number,
      count: fc.nat(),
      threshold: number,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { selector: (one) => `${one.metric} ${one.convention}`, minLength: 1 }),
        text,
        (rows, model) => {
          const made = baselineOf(rows, { subject: { ...FULL.subject, model } });
          const written = baselineYaml(made);
          const back = readBaseline(written, 'b.yaml');
          expect(back).toEqual(made);
          expect(baselineYaml(back)).toBe(written);
        },
      ),
    );
  });

  test('does not depend on the order of the rows or of the margins', () => {
    const turned: Baseline = {
      ...FULL,
      rows: [...FULL.rows].reverse(),
      margins: new Map([...FULL.margins].reverse()),
    };
    expect(baselineYaml(turned)).toBe(baselineYaml(FULL));
  });

  const yaml = baselineYaml(FULL);
  const line = (part: string) => yaml.slice(0, yaml.indexOf(part)).split('\n').length;
  test.each([
    { why: 'a misspelt word', from: 'hits: 90', to: 'hitz: 90', at: 'hits', told: 'hitz' },
    {
      why: 'a number in words',
      from: 'value: 0.02',
      to: 'value: good',
      at: 'value: 0.02',
      told: 'expected a number',
    },
    {
      why: 'half a trial',
      from: 'count: 200',
      to: 'count: 200.5',
      at: 'count: 200',
      told: 'rows.0.count',
    },
    {
      why: 'more hits than trials',
      from: 'hits: 90',
      to: 'hits: 101',
      at: 'hits',
      told: 'more hits than trials',
    },
    {
      why: 'a row that stands twice',
      from: 'metric: tar@far=1e-3',
      to: 'metric: eer',
      at: 'metric: tar',
      told: 'eer iso stands twice',
    },
    {
      why: 'a margin of nothing',
      from: 'eer: 0.01',
      to: 'eer: 0',
      at: 'eer: 0.01',
      told: 'expected a margin above 0',
    },
    {
      why: 'a margin for no row',
      from: 'eer: 0.01',
      to: 'eeer: 0.01',
      at: 'eer: 0.01',
      told: 'there is no row of this metric; did you mean eer?',
    },
    {
      why: 'a floor without a number',
      from: '>= 0.85',
      to: '>= high',
      at: '>= 0.85',
      told: 'expected a floor such as',
    },
    { why: 'another mode', from: 'mode: statistical', to: 'mode: fuzzy', at: 'mode', told: 'mode' },
    {
      why: 'statistical mode without scores',
      from: `scores: ${'d4'.repeat(32)}\n`,
      to: '',
      at: 'mode',
      told: 'statistical needs scores',
    },
    {
      why: 'another version',
      from: 'baseline/1',
      to: 'baseline/9',
      at: 'format',
      told: 'expected magface-baseline/1',
    },
    { why: 'no YAML', from: 'rows:', to: 'rows: {', at: 'rows', told: 'E_YAML' },
  ])('with $why is refused at its line', ({ from, to, at, told }) => {
    const broken = yaml.replace(from, to);
    expect(broken).not.toBe(yaml);
    let refusal: unknown;
    try {
      readBaseline(broken, 'ci/door.yaml');
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(FormatError);
    const { message, position } = refusal as FormatError;
    expect(message).toContain(told);
    expect(message).toContain(`ci/door.yaml:${position.line!}:${position.column!}`);
    if (told !== 'E_YAML') expect(position.line).toBe(line(at));
  });

  test('without rows is refused: it would let everything pass', () => {
    const empty = baselineYaml({ ...FULL, margins: new Map(), mode: 'exact', rows: [] });
    expect(() => readBaseline(empty, 'b.yaml')).toThrow('expected a row');
  });

  test('may hold rows that are undefined', () => {
    const row: MetricRow = { ...EER, value: NaN, count: 0 };
    expect(readBaseline(baselineYaml(baselineOf([row])), 'b.yaml').rows).toEqual([row]);
  });
});
