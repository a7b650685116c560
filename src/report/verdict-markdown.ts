import type { CheckStatus, Verdict } from '../types.js';
import { cell, tableLine } from './markdown.js';
import { differenceText, expectedText, readingText } from './verdict-text.js';

const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  inconclusive: '❔ inconclusive',
  error: '⚠️ error',
};

/**
 * The text of a verdict as Markdown, for a pull request: the verdict as a heading, every check that does not pass as a
 * table, those that pass folded away, and the remarks.
 */
export function verdictMarkdown({ status, summary, checks, remarks, ...about }: Verdict): string {
  const head = ['', 'check', 'baseline', 'run', 'difference', ''];
  const lines = (wanted: (status: CheckStatus) => boolean) =>
    checks
      .filter((check) => wanted(check.status))
      .map((check) =>
        tableLine(
          [
            WORDS[check.status],
            check.name,
            expectedText(check),
            readingText(check.found),
            differenceText(check),
            check.why,
          ].map(cell),
        ),
      );
  const table = (rows: readonly string[]) => [
    tableLine(head),
    tableLine(['---', '---', '--:', '--:', '--:', '---']),
    ...rows,
    '',
  ];
  const told = lines((one) => one !== 'pass');
  const passed = lines((one) => one === 'pass');
  const { subject, mode, baseline } = about;
  return [
    `## ${WORDS[status]}: ${cell(summary)}`,
    '',
    ...(subject === undefined ? [] : [`${cell(subject.dataset)}: ${cell(subject.model)}`, '']),
    `${mode === undefined ? '' : `${mode}, `}against ${cell(baseline)}`,
    '',
    ...(told.length === 0 ? [] : table(told)),
    ...(passed.length === 0
      ? []
      : [
          `<details><summary>${passed.length} passed</summary>`,
          '',
          ...table(passed),
          '</details>',
          '',
        ]),
    ...remarks.map((remark) => `- ${cell(remark)}`),
    ...(remarks.length === 0 ? [] : ['']),
  ].join('\n');
}
