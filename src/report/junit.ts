import library, { type Builder } from 'junit-report-builder';
import type { Verdict } from '../types.js';
import { differenceText, expectedText, readingText } from './verdict-text.js';

// Its types tell of an ES module; what Node imports is the builder itself.
const builder = library as unknown as Builder;

/**
 * The text of a verdict as JUnit XML: one suite named after the dataset, one test case a check.
 *
 * A check that fails is a `failure`: the run is worse. One that could not be made or decided is an `error`, of type
 * `error` or `inconclusive`, so that it is never shown as passed. No clock, no host name. Control characters, which XML
 * cannot hold, are left out.
 */
export function verdictJunit({ checks, subject, mode, remarks, status, summary }: Verdict): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name(`magface check ${subject?.dataset ?? ''}`.trim());
  suite.property('verdict', `${status}: ${summary}`);
  if (mode !== undefined) suite.property('mode', mode);
  if (subject !== undefined) {
    suite.property('model', subject.model).property('modelDigest', subject.modelDigest);
  }
  for (const remark of remarks) suite.property('remark', remark);
  for (const check of checks) {
    const { name, kind, why } = check;
    const expected = expectedText(check);
    const found = readingText(check.found);
    const difference = differenceText(check);
    const test = suite
      .testCase()
      .className(`magface.${subject?.dataset ?? 'check'}.${kind}`)
      .name(name)
      .property('expected', expected)
      .property('found', found);
    if (difference !== '') test.property('difference', difference);
    const message = `${why}: expected ${expected}, found ${found}`;
    if (check.status === 'fail') test.failure(message, kind);
    else if (check.status !== 'pass') test.error(message, check.status);
  }
  return report.build().replace(/\n*$/, '\n');
}
