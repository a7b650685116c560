import type { Verdict } from '../types.js';

/**
 * The text of a verdict as JSON, for scripts: `{format, status, summary, mode, baseline, subject, checks, remarks}`.
 * Numbers are exact; undefined ones and infinities are null.
 */
export function verdictJson(verdict: Verdict): string {
  const { status, summary, mode, baseline, subject, checks, remarks } = verdict;
  const ordered = { status, summary, mode, baseline, subject, checks, remarks };
  return `${JSON.stringify({ format: 'magface-verdict/1', ...ordered }, null, 2)}\n`;
}
