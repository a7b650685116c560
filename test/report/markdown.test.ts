import { describe, expect, test } from '@jest/globals';
import { metricsMarkdown } from '../../src/report/markdown.js';
import { SMALL } from './small-report.js';

describe('metrics.md', () => {
  test('is a heading, a table and its notes', () => {
    expect(metricsMarkdown(SMALL)).toMatchInlineSnapshot(`
     "## lfw: model.onnx

     | metric | value | interval | count | threshold | achieved | convention |
     | --- | --: | --: | --: | --: | --: | --- |
     | accuracy | 0.98567 | [0.9823, 0.9884] | 5914/6000 | 0.3198 |  | insightface |
     | accuracy\\_std | 0.0047 |  | 6000 |  |  | insightface |
     | tar@far=1e-3 [1] | 0.96667 | [0.9596, 0.9725] | 2900/3000 | 0.4012 | 0.001 | iso |
     | tar@far=1e-3 | 0.97 |  | 2910/3000 | 0.39 | 0.0013333 | insightface |
     | eer | 0.0146 |  | 6000 | 0.28 |  | iso |
     | auc | 0.99871 |  | 6000 |  |  | iso |
     | tar@far=1e-4 [2] | undefined |  | 0 |  |  | iso |

     1. weak: 3 impostor errors, fewer than 10
     2. undefined: no impostor comparisons
     "
    `);
  });

  test('says that a trial is one', () => {
    const text = metricsMarkdown({ ...SMALL, subject: { ...SMALL.subject, partial: 200 } });
    expect(text).toContain('**PARTIAL: a trial on 200 comparisons, not a result**');
  });

  test.each([
    { dataset: 'a|b', text: 'a\\|b', why: 'a bar would end the cell' },
    { dataset: '<script>', text: '&lt;script>', why: 'no tag may open' },
    { dataset: '[x](http://y)', text: '\\[x\\](http://y)', why: 'no link' },
    { dataset: '*a_b*', text: '\\*a\\_b\\*', why: 'no emphasis' },
    { dataset: 'a\n# b', text: 'a # b', why: 'no second heading' },
  ])('writes the dataset $dataset as $text: $why', ({ dataset, text }) => {
    const report = { ...SMALL, subject: { ...SMALL.subject, dataset } };
    expect(metricsMarkdown(report).split('\n')[0]).toBe(`## ${text}: model.onnx`);
  });
});
