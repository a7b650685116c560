import { Document, isMap, isSeq } from 'yaml';
import { z } from 'zod';
import { checkedYaml } from '../checked-yaml.js';
import type { Baseline, Floor } from '../types.js';
import { floorText, hint, parseFloor } from './floor.js';
import { baselineRows, nameOf } from './rows.js';
import { COUNT, SUBJECT } from '../subject-schema.js';

const FORMAT = 'magface-baseline/1';

const HEAD = ` Written by \`magface baseline REPORT --out FILE\`, read by \`magface check REPORT --baseline FILE\`.
 Mode, margins and floors may be changed by hand; rows are what the command measured. Comments are not kept.`;

/**
 * The text of a baseline file: YAML, every row on one line, equal for equal baselines, so that a pull request shows which
 * number moved.
 */
export function baselineYaml(baseline: Baseline): string {
  const { mode, subject, scores, embeddings, margins, floors, rows } = baseline;
  const document = new Document({
    format: FORMAT,
    mode,
    subject,
    ...(scores === undefined ? {} : { scores }),
    ...(embeddings === undefined ? {} : { embeddings }),
    ...(margins.size === 0 ? {} : { margins: Object.fromEntries([...margins].sort()) }),
    ...(floors.length === 0 ? {} : { floors: floors.map(floorText) }),
    rows: baselineRows(rows),
  });
  document.commentBefore = HEAD;
  const list = document.get('rows');
  if (isSeq(list)) {
    for (const row of list.items) if (isMap(row)) row.flow = true;
  }
  return document.toString({ lineWidth: 0 });
}

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
// NaN is an undefined value, infinity a threshold that nothing reaches.
const NUMBER = z.union([z.number(), z.nan(), z.literal([Infinity, -Infinity])], {
  error: 'expected a number',
});

const FLOOR = z.string().transform((text, context): Floor => {
  const floor = parseFloor(text);
  if (floor !== undefined) return floor;
  context.addIssue('expected a floor such as lfw/tar_far_1e-3 >= 0.98');
  return z.NEVER;
});

const ROW = z
  .strictObject({
    metric: z.string().min(1),
    convention: z.string().min(1),
    value: NUMBER,
    hits: COUNT.exactOptional(),
    count: COUNT,
    threshold: NUMBER.exactOptional(),
  })
  .refine(({ hits, count }) => hits === undefined || hits <= count, {
    error: 'more hits than trials',
  });

const BASELINE = z
  .strictObject({
    format: z.literal(FORMAT, { error: `expected ${FORMAT}` }),
    mode: z.enum(['exact', 'statistical']),
    subject: SUBJECT,
    scores: DIGEST.exactOptional(),
    embeddings: DIGEST.exactOptional(),
    margins: z.record(z.string(), z.number().positive('expected a margin above 0')).default({}),
    floors: z.array(FLOOR).default(() => []),
    rows: z.array(ROW).min(1, 'expected a row: there is nothing to check'),
  })
  .superRefine(({ mode, scores, margins, rows }, context) => {
    const seen = new Set<string>();
    for (const [i, row] of rows.entries()) {
      const name = nameOf(row);
      if (seen.has(name)) {
        context.addIssue({ code: 'custom', path: ['rows', i], message: `${name} stands twice` });
      }
      seen.add(name);
    }
    const metrics = [...new Set(rows.map(({ metric }) => metric))];
    const margined = Object.keys(margins);
    for (const metric of margined) {
      if (metrics.includes(metric)) continue;
      const message = `there is no row of this metric${hint(metric, metrics)}`;
      context.addIssue({ code: 'custom', path: ['margins', metric], message });
    }
    if (mode !== 'statistical') return;
    const lacks = margined.length === 0 ? 'margins' : scores === undefined ? 'scores' : undefined;
    if (lacks !== undefined) {
      context.addIssue({ code: 'custom', path: ['mode'], message: `statistical needs ${lacks}` });
    }
  })
  .transform(({ mode, subject, scores, embeddings, margins, floors, rows }): Baseline => {
    const beside = {
      ...(scores === undefined ? {} : { scores }),
      ...(embeddings === undefined ? {} : { embeddings }),
    };
    return { mode, subject, ...beside, margins: new Map(Object.entries(margins)), floors, rows };
  });

/**
 * The baseline that the text of a baseline file holds.
 *
 * @param file its name, for messages
 * @throws FormatError E_YAML, E_BASELINE (exit 65) with line and column
 */
export function readBaseline(text: string, file: string): Baseline {
  return checkedYaml(text, file, BASELINE, {
    code: 'E_BASELINE',
    remedy: 'correct it, or write it anew with magface baseline (see docs/ci.md)',
  });
}
