/**
 * Reads texts made of the pieces of files of groups, sound ones damaged, and noise, and makes groups of what was read: every
 * outcome is groups or an error that is shown to users (an E_ code, the file and, where there is one, the line), within two
 * seconds. Ends with 1 where one is not.
 *
 *   npm run build && node scripts/fuzz-groups.js [RUNS] [SEED]
 */
import fc from 'fast-check';
import { FormatError, UserError } from '../dist/errors.js';
import { groupEntries, parseAttributes, readGroups } from '../dist/groups/index.js';

const SLOWEST = 2000;
const [runs = '100000', seed = '1'] = process.argv.slice(2);

const HEADER = 'person,sex,age';
const pieces = fc.constantFrom(
  ...[
    'Ada',
    'Ben C',
    'F',
    'M',
    '36',
    '-1.5',
    '1e999',
    'nan',
    '0x1',
    '',
    ' ',
    '\t',
    '"',
    '""',
    '__proto__',
  ],
  ...[
    'person',
    'path',
    'template_id',
    'sex',
    'age',
    ',',
    ';',
    '\r\n',
    '\n',
    '\r',
    '\u00a0',
    '\ufeff',
  ],
  ...['\0', '\u001b', '\u202e', HEADER, 'Ada,F,36', 'Ben C,M,'],
);
const joined = (by) => fc.array(pieces, { maxLength: 60 }).map((some) => some.join(by));
const line = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd'), pieces, pieces)
  .map((fields) => fields.join(','));
/** Fields that break nothing, so that groups are made as well. */
const sound = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 40 }).chain((names) =>
  fc
    .array(fc.tuple(fc.constantFrom('', 'F', 'M', '1', '1.0'), fc.integer({ min: -9, max: 99 })), {
      minLength: names.length,
      maxLength: names.length,
    })
    .map((rows) =>
      [HEADER, ...rows.map(([sex, age], i) => `${names[i]},${sex},${age}`)].join('\n'),
    ),
);
const text = fc.oneof(
  sound,
  joined(''),
  joined('\t'),
  joined(',').map((rest) => `${HEADER}\n${rest}`),
  fc.array(line, { maxLength: 12 }).map((lines) => [HEADER, ...lines].join('\n')),
  fc
    .uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 30 })
    .map((names) => [HEADER, ...names.map((name, i) => `"${name}",${i % 3},${i}`)].join('\n')),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  { arbitrary: text.map((some) => Buffer.from(some)), weight: 4 },
  fc.tuple(text, fc.nat(400), fc.nat(255)).map(([some, at, byte]) => {
    const damaged = Buffer.from(some);
    if (at < damaged.length) damaged[at] = byte;
    return damaged;
  }),
);
const word = fc.oneof(
  fc.constantFrom(
    'sex',
    'age',
    'age:18',
    'age:0,18,35',
    'age:/3',
    'sex+age:20',
    'race',
    'age:',
    ':',
  ),
  fc
    .array(fc.constantFrom('sex', 'age', ':', '/', '+', ',', '1', '20', '-', '.'), { maxLength: 8 })
    .map((some) => some.join('')),
);

const seen = new Map();
const count = (what) => seen.set(what, (seen.get(what) ?? 0) + 1);

const outcome = fc.check(
  fc.property(bytes, fc.nat(300), fc.array(word, { maxLength: 3 }), (some, cut, words) => {
    const began = performance.now();
    try {
      const table = readGroups([some.subarray(0, cut), some.subarray(cut)], 'g.csv');
      count('tables');
      for (const { groups, of } of groupEntries(
        table,
        parseAttributes(words),
        (entry) => entry % 5 > 0,
        () => count('remarks'),
      )) {
        if (groups.length < 2 || groups.length > 20 || new Set(groups).size < groups.length)
          throw new Error(`groups ${JSON.stringify(groups)}`);
        if (of.some((group) => group < -1 || group >= groups.length))
          throw new Error('no such group');
      }
      count('groups');
    } catch (error) {
      if (!(error instanceof UserError) || !/^E_(GROUPS|TEXT)_[A-Z]+$/.test(error.code))
        throw error;
      const placed = error instanceof FormatError && error.position.line !== undefined;
      if (
        !placed &&
        !['E_GROUPS_EMPTY', 'E_GROUPS_ATTRIBUTE', 'E_GROUPS_WISH'].includes(error.code)
      )
        throw error;
      count(error.code);
    }
    if (performance.now() - began > SLOWEST) throw new Error('too slow');
  }),
  { numRuns: Number(runs), seed: Number(seed) },
);
for (const [what, times] of [...seen].sort()) console.log(`${what.padEnd(24)} ${times}`);
console.log(
  outcome.failed ? fc.defaultReportMessage(outcome) : `${outcome.numRuns} inputs, none got through`,
);
process.exitCode = outcome.failed ? 1 : 0;
