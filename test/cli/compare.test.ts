/** Two systems on the same comparisons: what differs, whether it is real, and a gate that knows. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder } from '../support/run-cli.js';
import { f2 } from '../metrics/peer-runs.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: string[]) => join(folder.path, ...parts);

/** F2 as a file of scores with 700 persons, changed by `change`, in the order of `order`. */
function writeScores(
  name: string,
  change: (score: number, k: number, genuine: boolean) => number,
  order = [...f2().scores.keys()],
): void {
  const { scores, genuine, fold } = f2();
  const lines = order.map((k) => {
    const person = k % 700;
    const other = genuine[k] === 1 ? person : (person + 1) % 700;
    const pictures = `${person}/${k}.jpg,${other}/${k}b.jpg`;
    const score = change(scores[k]!, k, genuine[k] === 1);
    return `${pictures},p${person},p${other},${genuine[k]!},${fold[k]!},${score}`;
  });
  const header = 'left,right,left_person,right_person,genuine,fold,score';
  writeFileSync(at(name), `${[header, ...lines].join('\n')}\n`);
}

const harmed = (score: number, k: number, genuine: boolean) =>
  genuine && k % 8 === 0 ? score - 0.2 : score;

beforeAll(() => {
  writeScores('a.csv', (score) => score);
  writeScores('worse.csv', harmed);
  const backwards = [...f2().scores.keys()].reverse();
  writeScores('backwards.csv', harmed, backwards);
  writeScores('fewer.csv', harmed, backwards.slice(1));
});

const compare = (...argv: string[]) => magface(['compare', ...argv, '--far', '1e-2', '--quiet']);

describe('magface compare', () => {
  test('says that a system is worse, in which metrics, and by how much', async () => {
    const { exit, stdout, stderr } = await compare(at('a.csv'), at('worse.csv'));
    expect(stderr).toBe('');
    expect(exit).toBe(0);
    expect(stdout).toContain('3000 genuine and 3000 impostor comparisons, 700 persons');
    expect(stdout).toMatch(/tar@far=1e-2 +97\.07 % +9\d\.\d\d % +-\d+\.\d\d +\[-.*\] +worse +iso/);
    expect(stdout).toMatch(/only a decides \d+ rightly, only worse \d+; McNemar's exact p = \S+/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'Against a, worse is worse in accuracy, tar@far=1e-2, eer, auc.',
    );
  });

  test('cannot tell a system from itself', async () => {
    writeScores('b.csv', (score) => score);
    const { stdout } = await compare(at('a.csv'), at('b.csv'));
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('b and a: cannot tell at this size.');
  });

  test('finds the comparisons of a file in another order by their pictures', async () => {
    const differences = async (name: string) => {
      const { stdout } = await compare(at('a.csv'), at(name), '--json');
      const found = JSON.parse(stdout) as { differences: { metrics: unknown }[] };
      return found.differences[0]!.metrics;
    };
    expect(await differences('backwards.csv')).toEqual(await differences('worse.csv'));
  });

  test('takes the persons from whichever file names them', async () => {
    writeFileSync(
      at('nameless.csv'),
      readFileSync(at('a.csv'), 'utf8')
        .split('\n')
        .map((line) => {
          const [, , , , ...rest] = line.split(',');
          return rest.join(',');
        })
        .join('\n'),
    );
    const { stdout, exit } = await compare(at('nameless.csv'), at('worse.csv'));
    expect(exit).toBe(0);
    expect(stdout).toContain('700 persons');
    expect(stdout).toContain('bootstrap over persons');
  });

  test('compares by rules that no draw can be made of, without an interval', async () => {
    const { stdout } = await compare(at('a.csv'), at('worse.csv'), '--convention', 'qmagface');
    expect(stdout).toMatch(/tar@far=1e-2 .* cannot tell +qmagface/);
    expect(stdout).toContain('a rule that cannot be drawn anew');
  });

  test('refuses systems that were not scored on the same comparisons, and a single one', async () => {
    const fewer = await compare(at('a.csv'), at('fewer.csv'));
    expect(fewer.exit).toBe(65);
    expect(fewer.stderr).toContain('E_COMPARE a has 6000 comparisons, fewer 5999');
    const single = await compare(at('a.csv'));
    expect(single.exit).toBe(2);
    expect(single.stderr).toContain('E_COMPARE only one system');
  });

  test('ranks three, ties by what can be told', async () => {
    const { stdout } = await compare(at('worse.csv'), at('a.csv'), at('b.csv'), '--metrics', 'auc');
    const ranks = [...stdout.matchAll(/^ +(\d) {2}(\S+) /gm)].map(([, rank, name]) => [rank, name]);
    expect(ranks).toEqual([
      ['1', 'a'],
      ['1', 'b'],
      ['3', 'worse'],
    ]);
    expect(stdout).toContain('98.33 %');
  });

  test('writes the same bytes again', async () => {
    const written = async (name: string) => {
      await compare(at('a.csv'), at('worse.csv'), '--out', at(name));
      return ['differences.csv', 'differences.json', 'differences.svg'].map((file) =>
        readFileSync(at(name, file), 'utf8'),
      );
    };
    const first = await written('first');
    expect(await written('second')).toEqual(first);
    expect(first[0]!.split('\n')[0]).toBe(
      'first_system,second_system,metric,convention,better,first,second,difference,low,high,interval,verdict,needed,note',
    );
  });

  test('reads vectors for a dataset', async () => {
    const vectors = 'fixtures/vectors/demo.npz';
    const { stdout, exit } = await compare(
      ...[vectors, vectors, '--dataset', 'fixtures/demo/dataset.yaml', '--metrics', 'auc'],
    );
    expect(exit).toBe(0);
    expect(stdout).toContain('3600 genuine and 3600 impostor comparisons');
    expect(stdout).toContain('cannot tell at this size.');
  });
});

describe('the gate on scores', () => {
  const run = async (scores: string, out: string) => {
    const { exit } = await magface([
      ...['eval', '--scores', at(scores), '--name', 'f2', '--far', '1e-2', '--out', at(out)],
      '--quiet',
    ]);
    expect(exit).toBe(0);
    return at(out);
  };
  const baseline = (name: string) => at('ci', `${name}.baseline.yaml`);
  const check = (out: string, name: string) =>
    magface(['check', out, '--baseline', baseline(name)]);

  test('holds the same weights to every score', async () => {
    mkdirSync(at('ci'), { recursive: true });
    const out = await run('a.csv', 'out-a');
    await magface(['baseline', out, '--out', baseline('exact'), '--save', 'scores']);
    expect((await check(out, 'exact')).exit).toBe(0);
    // No count changes, and the gate sees it all the same.
    writeScores('nudged.csv', (score, k) => (k === 4000 ? score - 3e-6 : score));
    const { exit, stdout } = await check(await run('nudged.csv', 'out-nudged'), 'exact');
    expect(exit).toBe(1);
    expect(stdout).toContain('1 of 6000 scores moved');
  });

  test('holds new weights to a margin, and says where it cannot tell', async () => {
    const out = await run('a.csv', 'out-a');
    const margin = (name: string, tar: string) =>
      magface([
        ...['baseline', out, '--out', baseline(name), '--mode', 'statistical', '--save', 'scores'],
        ...['--margin', `tar@far=1e-2=${tar}`],
      ]);
    await margin('wide', '0.3');
    await margin('narrow', '0.005');
    await margin('none', '0.000001');
    const worse = await run('worse.csv', 'out-worse');
    expect((await check(worse, 'wide')).exit).toBe(0);
    expect((await check(worse, 'narrow')).exit).toBe(1);
    writeScores('shaken.csv', (score, k) => score + 1e-3 * (((k * 7919) % 11) - 5));
    const { exit, stdout } = await check(await run('shaken.csv', 'out-shaken'), 'none');
    expect(exit).toBe(3);
    expect(stdout).toContain('INCONCLUSIVE');
  });
});

describe('--interval', () => {
  const interval = async (name: string) => {
    const { stdout } = await magface(['eval', '--scores', at('a.csv'), '--interval', name]);
    return /^metric +value +(.* 95%) +count/m.exec(stdout)?.[1];
  };

  test('changes what is told, and is refused where there is none of that name', async () => {
    const kinds = ['persons', 'bootstrap', 'independent', 'wilson', 'clopper-pearson'];
    expect(await Promise.all(kinds.map(interval))).toEqual([
      'over persons 95%',
      'bootstrap over persons 95%',
      'independent 95%',
      'wilson 95%',
      'clopper-pearson 95%',
    ]);
    const { exit, stderr } = await magface([
      ...['eval', '--scores', at('a.csv'), '--interval', 'person'],
    ]);
    expect(exit).toBe(2);
    expect(stderr).toContain('did you mean persons?');
  });
});
