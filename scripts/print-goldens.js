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
 * Every golden that can be had: `{ peer, reference, data, golden, quantity, at, remark, expected, ours, tolerance }`.
 *
 * `quantity` names what is compared, several things parted by commas; `at` where, and `remark` how, if that must be said.
 * `expected` and `ours` are numbers or lists of them, NaN (or null) for undefined. `missing` names the data that are not
 * there.
 */
export async function goldens(peers) {
  const found = [];
  const missing = [];
  for (const file of readdirSync(SOURCES).sort()) {
    const { default: source } = await import(join(SOURCES, file));
    for (const { data, checks } of source.parts) {
      const folder = data === 'peer_runs' ? join(FIXTURES, data) : peers && join(peers, data);
      if (folder && existsSync(folder)) {
        const { peer, reference } = source;
        found.push(...checks(folder).map((check) => ({ peer, reference, data, ...check })));
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
  const text = (number) => {
    if (Number.isNaN(number)) return '–';
    return number === Infinity ? '∞' : String(Number(number.toPrecision(7)));
  };
  if (list.length <= SHOWN) return list.map(text).join(', ');
  return `${list.length} values, ${text(Math.min(...list))} to ${text(Math.max(...list))}`;
}

function rate(value) {
  return value === 0 ? '0' : value.toExponential(0).replace('e+', 'e');
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The row of the page that tells of one golden. */
export function line(check) {
  const { golden, quantity, at, remark, expected, ours, tolerance } = check;
  const verdict = outOfTolerance(check) ? ' **out**' : '';
  return row([
    golden,
    `${quantity}${at === undefined ? '' : ` at ${at}`}${remark === undefined ? '' : ` (${remark})`}`,
    numbers(expected),
    numbers(ours),
    rate(difference(check)) + verdict,
    rate(tolerance),
  ]);
}

function valuesOf(checks) {
  return checks.reduce((sum, { expected }) => sum + listOf(expected).length, 0);
}

/** How many goldens there are, how many values they hold, and how many are out of tolerance. */
export function tally(found, missing) {
  const out = found.filter(outOfTolerance).length;
  const left = missing.length === 0 ? '' : `; left out for lack of data: ${missing.join(', ')}`;
  return `${found.length} goldens with ${valuesOf(found)} values of ${new Set(found.map(({ peer }) => peer)).size} sources: ${out} out of tolerance${left}.`;
}

/** The greatest tolerance of numbers that a program gave in full. */
const IN_FULL = 1e-9;

/** The row of the summary that tells of one peer: what is compared, how many values, and how far they are apart at most. */
export function summaryLine(peer, checks) {
  const quantities = new Set(checks.flatMap(({ quantity }) => quantity.split(', ')));
  const apart = (some) => [
    some.length === 0 ? '' : String(valuesOf(some)),
    some.length === 0 ? '' : rate(Math.max(...some.map(difference))),
  ];
  const out = checks.filter(outOfTolerance).length;
  return row([
    `[${peer}](#${peer})`,
    [...quantities].join(', '),
    ...apart(checks.filter(({ tolerance }) => tolerance <= IN_FULL)),
    ...apart(checks.filter(({ tolerance }) => tolerance > IN_FULL)),
    out === 0 ? '0' : `**${out}**`,
  ]);
}

/** The checks in their order, but those of one golden together. */
function byGolden(checks) {
  return [...new Set(checks.map(({ golden }) => golden))].flatMap((name) =>
    checks.filter(({ golden }) => golden === name),
  );
}

export function page({ found, missing }) {
  const peers = [...new Set(found.map(({ peer }) => peer))];
  const of = (peer) => found.filter((check) => check.peer === peer);
  const sections = peers.map((peer) => {
    const checks = of(peer);
    return [
      `## ${peer}`,
      '',
      `${checks[0].reference}.`,
      '',
      '<details>',
      `<summary>${checks.length} goldens with ${valuesOf(checks)} values</summary>`,
      '',
      '| golden | quantity | expected | ours | difference | tolerance |',
      '| --- | --- | --- | --- | --- | --- |',
      ...byGolden(checks).map(line),
      '',
      '</details>',
    ].join('\n');
  });
  return `${[
    '# Goldens',
    'What other programs answer, what we count in their place, and how far apart the two are.',
    tally(found, missing),
    [
      '| program | what is compared | values given in full | largest difference | values to few digits | largest difference | out of tolerance |',
      '| --- | --- | --: | --: | --: | --: | --: |',
      ...peers.map((peer) => summaryLine(peer, of(peer))),
    ].join('\n'),
    "The comparisons named F1, F2 and worked example are ours and lie in [`fixtures/peer_runs/`](../fixtures/peer_runs/README.md) with the programs' answers; the others are data of the programs' own tests, which are not part of the project. A list of numbers is compared number by number, and its row tells the greatest difference; differences are absolute, – is undefined.",
    'Counts, rates, and thresholds that are scores are held to 1e-12; thresholds that were drawn between scores to 1e-9; what a program prints or asserts to few digits, or made with another float step, to what that leaves open.',
    ...sections,
    "Written by `npm run build && node scripts/print-goldens.js --peers DIR --write`, where DIR holds the data of the programs' own tests; do not edit.",
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
