import { z } from 'zod';
import { EXIT, FormatError, UserError } from '../errors.js';
import type { Report } from '../types.js';
import { COUNT, SUBJECT } from '../subject-schema.js';

const FORMAT = 'magface-report/1';

/**
 * The text of report.json, from which {@link readReport} makes the report again: subject, every row, every curve.
 *
 * One row and one column of a curve a line, so that two reports can be compared line by line. Numbers are exact; NaN is
 * null and infinities are the strings `Infinity` and `-Infinity`, for which JSON has no numbers.
 */
export function reportJson({ subject, rows, curves }: Report): string {
  const line = (value: unknown) => JSON.stringify(value, (_, field: unknown) => toJson(field));
  const list = (items: readonly string[]) =>
    items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n  ]`;
  const curve = ({ name, labels, columns }: Report['curves'][number]) => {
    const lines = Object.entries(columns).map(
      ([column, values]) => `        ${line(column)}: ${line(Array.from(values))}`,
    );
    const body = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n      }`;
    return `    {\n      "name": ${line(name)},\n      "labels": ${line(labels)},\n      "columns": ${body}\n    }`;
  };
  return (
    `{\n  "format": ${line(FORMAT)},\n  "subject": ${line(subject)},\n` +
    `  "rows": ${list(rows.map((row) => `    ${line(row)}`))},\n` +
    `  "curves": ${list(curves.map(curve))}\n}\n`
  );
}

function toJson(value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : String(value);
}

const NUMBER = z
  .union([z.number(), z.null(), z.enum(['Infinity', '-Infinity'])], {
    error: 'expected a number, null, "Infinity" or "-Infinity"',
  })
  .transform((value) => (value === null ? NaN : Number(value)));

// Curves' names become file names.
const CURVE_NAME = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'expected a name of small letters, digits and _');

const CURVE = z
  .strictObject({
    name: CURVE_NAME,
    labels: z.record(z.string(), z.union([z.string(), z.number()])),
    columns: z.record(
      z.string(),
      z.array(NUMBER).transform((values) => Float64Array.from(values)),
    ),
  })
  .refine(
    ({ columns }) => new Set(Object.values(columns).map((column) => column.length)).size <= 1,
    { error: 'expected columns of equal length' },
  );

const REPORT = z.strictObject({
  format: z.literal(FORMAT),
  subject: SUBJECT,
  rows: z.array(
    z.strictObject({
      metric: z.string(),
      value: NUMBER,
      low: NUMBER.exactOptional(),
      high: NUMBER.exactOptional(),
      interval: z.string().exactOptional(),
      count: COUNT,
      hits: COUNT.exactOptional(),
      threshold: NUMBER.exactOptional(),
      achieved: NUMBER.exactOptional(),
      convention: z.string(),
      note: z.string().exactOptional(),
    }),
  ),
  curves: z.array(CURVE),
});

/** How many complaints of a broken file are told. */
const TOLD = 5;

/**
 * The report that `text`, a report.json, holds.
 *
 * @param file its name, for messages
 * @throws FormatError E_REPORT (exit 65) where it is no JSON or breaks the schema, naming the place;
 * UserError E_REPORT_VERSION (exit 65) where another version of the format wrote it
 */
export function readReport(text: string, file = 'report.json'): Report {
  const value = parse(text, file);
  const format: unknown =
    Object(value) === value ? (value as { format?: unknown }).format : undefined;
  if (typeof format === 'string' && format.startsWith('magface-report/') && format !== FORMAT) {
    throw new UserError(
      'E_REPORT_VERSION',
      `${file}: is of the format "${format}", this magface reads "${FORMAT}"`,
      'use the magface that wrote it, or run the evaluation again',
      EXIT.badData,
    );
  }
  const result = REPORT.safeParse(value);
  if (!result.success) {
    const { issues } = result.error;
    const told = issues
      .slice(0, TOLD)
      .map(({ message, path }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
    const more = issues.length > TOLD ? [`and ${issues.length - TOLD} more`] : [];
    throw new FormatError('E_REPORT', { file }, [...told, ...more].join('; '), REMEDY);
  }
  const { subject, rows, curves } = result.data;
  return { subject, rows, curves };
}

const REMEDY = 'give a report.json as magface wrote it';

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FormatError('E_REPORT', { file }, `is no JSON (${error.message})`, REMEDY, {
      cause: error,
    });
  }
}
