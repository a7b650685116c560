import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { githubAnnotations } from '../../src/report/github.js';
import { verdictJson, verdictJunit, verdictMarkdown } from '../../src/report/index.js';
import type { Check, Verdict } from '../../src/types.js';
import { elementsOf, FORBIDDEN } from './xml.js';

const FAIL: Check = {
  name: 'tar@far=1e-3 iso',
  kind: 'row',
  status: 'fail',
  expected: { value: 0.9, hits: 90, count: 100, threshold: 0.5 },
  found: { value: 0.89, hits: 89, count: 100, threshold: 0.5 },
  difference: -0.01,
  why: '89 hits, not 90',
};
const OPEN: Check = {
  name: 'eer iso',
  kind: 'margin',
  status: 'inconclusive',
  expected: { value: 0.02, count: 200 },
  found: { value: 0.021, count: 200 },
  difference: 0.001,
  low: -0.01,
  high: 0.012,
  interval: 'bootstrap over persons 95%',
  margin: 0.01,
  why: 'the interval holds the margin: too few persons to tell',
};
const BROKEN: Check = { ...OPEN, name: 'auc iso', status: 'error', found: 'missing', why: 'none' };
const GOOD: Check = { ...FAIL, name: 'accuracy <&"> iso', status: 'pass', why: 'equal' };
const VERDICT: Verdict = {
  status: 'fail',
  summary: '1 of 4 checks failed: tar@far=1e-3 iso',
  checks: [FAIL, BROKEN, OPEN, GOOD],
  remarks: ['scores were not compared: the run kept none'],
  baseline: 'ci/door.baseline.yaml',
  mode: 'exact',
  subject: {
    dataset: 'door',
    protocol: 'a1'.repeat(32),
    images: 'b2'.repeat(32),
    model: 'm|odel<1>.onnx',
    modelDigest: 'c3'.repeat(32),
    preprocess: '',
  },
};

describe('as JUnit XML', () => {
  const cases = (verdict: Verdict) =>
    elementsOf(verdictJunit(verdict)).filter(({ name }) => name === 'testcase');

  test('a worse run is a failure; what could not be made or decided is an error; no pass has either', () => {
    const elements = elementsOf(verdictJunit(VERDICT));
    const outcome = (name: string) => {
      const at = elements.findIndex((element) => element.attributes['name'] === name);
      const rest = elements.slice(at + 1);
      const end = rest.findIndex((element) => element.name === 'testcase');
      return rest
        .slice(0, end < 0 ? undefined : end)
        .filter((element) => ['failure', 'error', 'skipped'].includes(element.name))
        .map(({ name: kind, attributes }) => `${kind} ${attributes['type']!}`);
    };
    expect(outcome('tar@far=1e-3 iso')).toEqual(['failure row']);
    expect(outcome('auc iso')).toEqual(['error error']);
    expect(outcome('eer iso')).toEqual(['error inconclusive']);
    expect(outcome('accuracy <&"> iso')).toEqual([]);
    expect(elements[0]!.attributes).toMatchObject({ tests: '4', failures: '1', errors: '2' });
  });

  test('is well-formed whatever names and reasons hold, and gives them back', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(text, text, (name, why) => {
        const [test] = cases({ ...VERDICT, checks: [{ ...FAIL, name, why }], remarks: [why] });
        expect(test!.attributes['name']).toBe(
          // What XML 1.0 cannot hold even escaped.
          Array.from(name)
            .filter((character) => !FORBIDDEN.test(character))
            .join(''),
        );
      }),
    );
  });

  test('tells no time and no place, so that it is the same for the same verdict', () => {
    expect(verdictJunit(VERDICT)).toBe(verdictJunit(VERDICT));
    expect(verdictJunit(VERDICT)).not.toMatch(/timestamp|hostname|time=/);
  });
});

describe('as Markdown', () => {
  const markdown = verdictMarkdown(VERDICT);

  test('begins with the verdict, and folds away what passed', () => {
    expect(markdown.split('\n')[0]).toBe('## ❌ fail: 1 of 4 checks failed: tar@far=1e-3 iso');
    const [told, folded] = markdown.split('<details>');
    expect(told).toContain(
      '| ❌ fail | tar@far=1e-3 iso | 0.9 (90/100) | 0.89 (89/100) | -0.01 | 89 hits, not 90 |',
    );
    expect(told).toContain('| 0.02, margin 0.01 | 0.021 | 0.001 \\[-0.01, 0.012\\] |');
    expect(told).not.toContain('accuracy');
    expect(folded).toContain('1 passed');
    expect(folded).toContain('accuracy &lt;&amp;"> iso');
  });

  test('tells what was not compared, and keeps its table whatever a model is called', () => {
    expect(markdown).toContain('- scores were not compared: the run kept none');
    expect(markdown).toContain('m\\|odel&lt;1>.onnx');
  });
});

describe('as JSON', () => {
  test('is the verdict, its status first', () => {
    const { format, ...rest } = JSON.parse(verdictJson(VERDICT)) as Verdict & { format: string };
    expect(format).toBe('magface-verdict/1');
    expect(rest).toEqual(VERDICT);
  });

  test('has null for what is undefined', () => {
    const json = verdictJson({ ...VERDICT, checks: [{ ...FAIL, found: { value: NaN } }] });
    expect(JSON.parse(json)).toMatchObject({ checks: [{ found: { value: null } }] });
  });
});

describe('as annotations of GitHub', () => {
  test('a worse run is an error, an open question a warning, a pass nothing', () => {
    expect(githubAnnotations(VERDICT)).toBe(
      '::error file=ci/door.baseline.yaml,title=magface check%3A tar@far=1e-3 iso::89 hits, not 90: expected 0.9 (90/100), found 0.89 (89/100)\n' +
        '::error file=ci/door.baseline.yaml,title=magface check%3A auc iso::none: expected 0.02, margin 0.01, found missing\n' +
        '::warning file=ci/door.baseline.yaml,title=magface check%3A eer iso::the interval holds the margin: too few persons to tell: expected 0.02, margin 0.01, found 0.021\n',
    );
  });

  test('a line cannot be broken, nor a command slipped in', () => {
    const name = 'a,b\n::set-env name=PATH::x';
    const text = githubAnnotations({
      ...VERDICT,
      checks: [{ ...FAIL, name, why: 'x\r\n::y::100%' }],
    });
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text).toContain(
      'title=magface check%3A a%2Cb%0A%3A%3Aset-env name=PATH%3A%3Ax::x%0D%0A::y::100%25',
    );
  });

  test('are ten at most', () => {
    const checks = Array.from({ length: 30 }, (_, i) => ({ ...FAIL, name: `m${i} iso` }));
    expect(
      githubAnnotations({ ...VERDICT, checks })
        .trim()
        .split('\n'),
    ).toHaveLength(10);
  });
});
