import type { Verdict } from '../types.js';
import { expectedText, readingText } from './verdict-text.js';

/** Annotations that GitHub shows of one step; more are cut off. */
const SHOWN = 10;

/**
 * The verdict as lines that a GitHub runner turns into annotations of the baseline file: `::error` for a check that fails
 * or could not be made, `::warning` for one that could not be decided. At most ten, as GitHub shows no more of a step.
 *
 * Source: GitHub, Workflow commands for GitHub Actions; escapes as its toolkit's `command.ts`.
 */
export function githubAnnotations({ checks, baseline }: Verdict): string {
  return checks
    .filter(({ status }) => status !== 'pass')
    .slice(0, SHOWN)
    .map((check) => {
      const level = check.status === 'inconclusive' ? 'warning' : 'error';
      const message = `${check.why}: expected ${expectedText(check)}, found ${readingText(check.found)}`;
      const place = `file=${property(baseline)},title=${property(`magface check: ${check.name}`)}`;
      return `::${level} ${place}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
