/**
 * Holds what we count against what peers answered on the same data, golden by golden, and prints it as docs/goldens.md.
 * Usage: npm run build && node scripts/print-goldens.js [--peers DIR] [--write]
 *
 * Each file of scripts/goldens is one source: its default export lists the data it needs and what to compare there. Data
 * named `peer_runs` lie in fixtures/; the other names are folders of DIR, peers' own data, which are never part of the
 * project. Without DIR they are left out, and the last line says so. Exits with 1 when a value is out of tolerance.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = new URL('..', import.meta.url).pathname;
const SOURCES = join(PROJECT, 'scripts', 'goldens');
const FIXTURES = join(PROJECT, 'fixtures');

/**
 * Every golden that can be had: `{ peer, golden, quantity, expected, ours, tolerance, data }`; `expected` and `ours` are
 * numbers or lists of them, NaN (or null) for undefined. `missing` names the data that are not there.
 */
export async function goldens(peers) {
  const found = [];
  const missing = [];
  for (const file of readdirSync(SOURCES).sort()) {
    const { default: source } = await import(join(SOURCES, file));
    for (const { data, checks } of source.parts) {
      const folder = data === 'peer_runs' ? join(FIXTURES, data) : peers && join(peers, data);
      if (folder && existsSync(folder)) {
        found.push(...checks(folder).map((check) => ({ peer: source.peer, data, ...check })));
      } else missing.push(`${source.peer}: ${data}`);
    }
  }
  return { found, missing };
}

/** The greatest difference between two numbers or lists; 0 where both are undefined, infinite where one is or lengths differ. */
export function difference({ expected, ours }) {
  const [a, b] = [listOf(expected), listOf(ours)];
  if (a.length !== b.length || a.length === 0) return Infinity;
  return Math.max(...a.map((value, i) => apart(value, b[i])));
}

function apart(a, b) {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  return a === b ? 0 : Math.abs(a - b);
}

function listOf(value) {
  const list = typeof value === 'object' && value !== null ? Array.from(value) : [value];
  return list.map((number) => (number === null ? NaN : number));
}

export function outOfTolerance(check) {
  return !(difference(check) <= check.tolerance);
}

const SHOWN = 4;

function numbers(value) {
  const list = listOf(value);
  const text = (number) => (Number.isNaN(number) ? '–' : String(Number(number.toPrecision(7))));
  if (list.length <= SHOWN) return list.map(text).join(', ');
  return `${list.length} values, ${text(Math.min(...list))} to ${text(Math.max(...list))}`;
}

function rate(value) {
  return value === 0 ? '0' : value.toExponential(0).replace('e+', 'e');
}

/** The row of the page that tells of one golden. */
export function line(check) {
  const { golden, quantity, expected, ours, tolerance } = check;
  const verdict = outOfTolerance(check) ? ' **out**' : '';
  const cells = [
    golden,
    quantity,
    numbers(expected),
    numbers(ours),
    rate(difference(check)) + verdict,
    rate(tolerance),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** How many goldens there are, how many values they hold, and how many are out of tolerance. */
export function tally(found, missing) {
  const values = found.reduce((sum, { expected }) => sum + listOf(expected).length, 0);
  const out = found.filter(outOfTolerance).length;
  const left = missing.length === 0 ? '' : `; left out for lack of data: ${missing.join(', ')}`;
  return `${found.length} goldens with ${values} values of ${new Set(found.map(({ peer }) => peer)).size} sources: ${out} out of tolerance${left}.`;
}

export function page({ found, missing }) {
  const peers = [...new Set(found.map(({ peer }) => peer))];
  const sections = peers.map((peer) =>
    [
      `## ${peer}`,
      '',
      '| golden | quantity | expected | ours | difference | tolerance |',
      '| --- | --- | --- | --- | --- | --- |',
      ...found.filter((check) => check.peer === peer).map(line),
    ].join('\n'),
  );
  return `${[
    '# Goldens',
    "What other programs answer, what we count in their place, and how far apart the two are. Written by `npm run build && node scripts/print-goldens.js --peers DIR --write`; do not edit. The comparisons named F1, F2 and worked example are ours and lie in [`fixtures/peer_runs/`](../fixtures/peer_runs/README.md) with the programs' answers; the others are data of the programs' own tests (DIR), which are not part of the project. A list of numbers is compared number by number, and its row tells the greatest difference.",
    ...sections,
    tally(found, missing),
  ].join('\n\n')}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const at = process.argv.indexOf('--peers');
  const result = await goldens(at === -1 ? undefined : process.argv[at + 1]);
  const text = page(result);
  if (process.argv.includes('--write')) {
    writeFileSync(join(PROJECT, 'docs', 'goldens.md'), text);
    console.log(tally(result.found, result.missing));
  } else process.stdout.write(text);
  for (const check of result.found.filter(outOfTolerance)) {
    console.error(`out of tolerance: ${check.peer} ${line(check)}`);
    process.exitCode = 1;
  }
}
