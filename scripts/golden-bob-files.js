/** What bob.measure made of score files with failures: thresholds from a development file, errors on it and on a test file. */
import { BOB } from '../dist/metrics/conventions/bob.js';
import { transferredRows } from '../dist/metrics/threshold-transfer.js';
import { checksOf } from './golden-checks.js';
import { inputOf, readLines } from './golden-data.js';

/** Checks of what bob computed for each file, by the name of the file in `answers`, and of the tables that it printed. */
export function scoreFileChecks(folder, answers) {
  return [
    ...Object.entries(answers).flatMap(([file, answer]) => fileChecks(folder, file, answer)),
    ...['test_m1', 'test_m2'].flatMap((table) => tableChecks(folder, table)),
  ];
}

/** A score file of bob.measure: 1 or -1, and a score, `nan` where there is none. */
function scoreFile(folder, file) {
  const rows = readLines(folder, `${file}.txt`).map((line) => line.trim().split(/\s+/).map(Number));
  const of = (label) => rows.filter(([claim]) => claim === label).map(([, score]) => score);
  return inputOf(of(1), of(-1));
}

/** The rows on a file, by name, at the threshold that bob finds on its development file. */
function transferred(folder, file) {
  const development = file.replace('test', 'dev');
  const rows = transferredRows(scoreFile(folder, development), scoreFile(folder, file).sweep, {
    fars: [],
    conventions: [BOB],
    name: development,
  });
  return Object.fromEntries(rows.map((row) => [row.metric.replace('@dev_eer', ''), row]));
}

/** From scores with failures to the rates of both files at the EER threshold of the first. */
function fileChecks(folder, file, answer) {
  const rows = transferred(folder, file);
  const { sweep } = scoreFile(folder, file);
  const check = checksOf(file);
  const values = (...names) => names.map((name) => rows[name].value);
  const printed = answer['HTER=(FAR+FRR)/2 as printed'];
  return [
    ...(answer.threshold === undefined
      ? []
      : [check('threshold', answer.threshold, rows.fmr.threshold, { at: 'the EER' })]),
    check(
      'genuine and impostor comparisons',
      [answer.n_pos, answer.n_neg],
      [sweep.genuineTotal, sweep.impostorTotal],
      { remark: 'those with a score' },
    ),
    check('FMR, FNMR, FTA', [answer.FMR, answer.FNMR, answer.FTA], values('fmr', 'fnmr', 'fta')),
    check(
      'FAR, FRR',
      [answer.FAR ?? answer['FAR=FMR*(1-FTA)'], answer.FRR ?? answer['FRR=FTA+FNMR*(1-FTA)']],
      values('far', 'frr'),
    ),
    ...(printed === undefined
      ? []
      : [check('HTER', printed, rows.hter_fta.value, { remark: 'failures included' })]),
  ];
}

/** The tables that `bob measure metrics` printed: rates in per cent to three decimals, and the counts behind two of them. */
function tableChecks(folder, table) {
  const printed = new Map();
  let files = [];
  for (const line of readLines(folder, `${table}.txt`)) {
    files = line.startsWith('..') ? line.match(/\b(dev|test)-\d\b/g) : files;
    const [, name, cells] = /^(FMR|FNMR|FAR|FRR|HTER) +(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    [...cells.matchAll(/([\d.]+)%(?: \((\d+)\/(\d+)\))?/g)].forEach(([, ...numbers], column) => {
      const file = files[column];
      printed.set(file, { ...printed.get(file), [name]: numbers.map(Number) });
    });
  }
  const names = ['FMR', 'FNMR', 'FAR', 'FRR', 'HTER'];
  return [...printed].flatMap(([file, cells]) => {
    const { fmr, fnmr, far, frr, hter_fta: hter } = transferred(folder, file);
    const check = checksOf(`${table}, ${file}`);
    return [
      check(
        names.join(', '),
        names.map((name) => cells[name][0]),
        [fmr, fnmr, far, frr, hter].map(({ value }) => 100 * value),
        // Half of the last decimal, and its rounding in binary.
        { remark: 'in per cent, as printed', tolerance: 5e-4 + 1e-12 },
      ),
      check(
        'counts of errors',
        [...cells.FMR.slice(1), ...cells.FNMR.slice(1)],
        [fmr.hits, fmr.count, fnmr.hits, fnmr.count],
        { remark: 'false matches of impostors, false non-matches of genuine; as printed' },
      ),
    ];
  });
}
