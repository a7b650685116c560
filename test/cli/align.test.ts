import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder } from '../support/run-cli.js';
import { MODEL, PAIRS, writeSmallLfw } from '../support/small-lfw.js';
import { writeTilted } from '../support/tilted-lfw.js';

const work = temporaryFolder();
afterAll(work.remove);
const at = (...path: string[]) => join(work.path, ...path);
let lines: string[];

beforeAll(async () => {
  mkdirSync(at('aligned'));
  mkdirSync(at('tilted'));
  await writeSmallLfw(at('aligned'));
  lines = await writeTilted(at('aligned'), at('tilted'));
  writeFileSync(at('tilted', 'pairs.txt'), `${PAIRS.join('\n')}\n`);
  writeFileSync(at('points.txt'), lines.join('\n'));
});

const lfw = (verb: string, ...more: string[]) =>
  magface([
    verb,
    ...['lfw', '--root', at('tilted'), '--model', MODEL, '--preprocess', 'magface'],
    ...['--device', 'cpu', '--store', at('store'), ...more],
  ]);

interface Report {
  readonly subject: { readonly preprocess: string; readonly images: string };
}
const subject = (out: string) =>
  (JSON.parse(readFileSync(at(out, 'report.json'), 'utf8')) as Report).subject;

describe('pictures that are not aligned', () => {
  test('are refused without landmarks, and the error names the way', async () => {
    const { exit, stderr } = await lfw('eval');
    expect(exit).toBe(65);
    expect(stderr).toMatch(/E_IMAGE_SIZE .*is 200x200, an aligned face is 112x112; .*--landmarks/);
  });

  test('give nearly the vectors of the aligned ones, and the report says how', async () => {
    const flags = ['--model', MODEL, '--preprocess', 'magface', '--no-store', '--quiet'];
    await magface(['embed', 'lfw', '--root', at('aligned'), ...flags, '--out', at('a.list')]);
    const landmarks = ['--landmarks', at('points.txt')];
    const { exit, stderr } = await magface(
      ['embed', 'lfw', '--root', at('tilted'), ...flags, ...landmarks, '--out', at('t.list')], //
    );
    expect([exit, stderr]).toEqual([0, '']);
    const vectors = (name: string) =>
      readFileSync(at(name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' ').slice(1).map(Number));
    const [aligned, tilted] = [vectors('a.list'), vectors('t.list')];
    expect(aligned).toHaveLength(12);
    aligned.forEach((vector, i) => {
      const dot = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, value, k) => sum + value * b[k]!, 0);
      const other = tilted[i]!;
      expect(
        dot(vector, other) / Math.sqrt(dot(vector, vector) * dot(other, other)),
      ).toBeGreaterThan(0.995);
    });
  });

  test('are told apart in reports and in the store by their landmarks', async () => {
    const first = await lfw('eval', '--landmarks', at('points.txt'), '--out', at('first'));
    expect([first.exit, first.stderr]).toEqual([0, expect.not.stringContaining('in the store')]);
    expect(subject('first').preprocess).toMatch(/ flip none align=landmarks$/);
    const again = await lfw('eval', '--landmarks', at('points.txt'), '--out', at('again'));
    expect(again.stderr).toContain('12 of 12 vectors are in the store');
    const [line, ...others] = lines;
    const [name, x, ...rest] = line!.split(' ');
    const shifted = [name, String(Number(x) + 3), ...rest].join(' ');
    writeFileSync(at('shifted.txt'), [shifted, ...others].join('\n'));
    const moved = await lfw('eval', '--landmarks', at('shifted.txt'), '--out', at('moved'));
    expect(moved.stderr).toContain('11 of 12 vectors are in the store');
    expect(subject('moved').images).not.toBe(subject('first').images);
    expect(readFileSync(at('first', 'metrics.csv'))).toEqual(
      readFileSync(at('again', 'metrics.csv')),
    );
  });

  test('are aligned in every verb that reads pictures', async () => {
    const landmarks = ['--landmarks', at('points.txt'), '--quiet'];
    const verbs = [
      ['erc', '--quality', 'magnitude', 'sharpness', '--draws', '0'],
      ['bands', '--bands', '2'],
      ['quality', '--quality', 'brightness', '--out', at('sheets')],
      ['conventions'],
    ];
    for (const [verb, ...more] of verbs) {
      const { exit, stderr } = await lfw(verb!, ...landmarks, ...more);
      expect([verb, exit, stderr]).toEqual([verb, 0, '']);
    }
  });

  test('of a CSV, pictures named by their files alone', async () => {
    const csv = lines.map((line) => line.split(' ').slice(0, 11).join(','));
    const bare = csv.map((line) => line.replace(/^.*\//, ''));
    const header =
      'file,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,' +
      'mouth_left_x,mouth_left_y,mouth_right_x,mouth_right_y';
    writeFileSync(at('points.csv'), [header, ...bare].join('\n'));
    const { stderr } = await lfw('eval', '--landmarks', at('points.csv'), '--out', at('csv'));
    expect(stderr).toContain('12 of 12 vectors are in the store');
  });
});

test.each(['eval', 'erc', 'bands', 'predict', 'aware', 'quality', 'embed', 'conventions'])(
  '%s has the flags of alignment',
  async (verb) => {
    const { stdout } = await magface([verb, '--help']);
    expect(stdout).toMatch(/^ {2}--landmarks <file> [^]*^ {2}--align <how> /m);
  },
);

test('the bytes of a vector depend on neither threads nor batch', async () => {
  const flags = ['--model', MODEL, '--preprocess', 'magface', '--no-store', '--quiet'];
  const from = ['lfw', '--root', at('tilted'), '--landmarks', at('points.txt')];
  for (const [name, ...more] of [
    ['one.npy', '--threads', '1', '--batch', '1'],
    ['two.npy', '--threads', '2', '--batch', '5'],
  ]) {
    const { exit } = await magface(['embed', ...from, ...flags, '--out', at(name!), ...more]);
    expect(exit).toBe(0);
  }
  expect(readFileSync(at('one.npy')).equals(readFileSync(at('two.npy')))).toBe(true);
});

describe('what cannot be aligned is refused', () => {
  test.each([
    {
      why: 'a picture without landmarks',
      text: () => lines.slice(2).join('\n'),
      error: /E_LANDMARKS_MISSING .* has no landmarks of 2 of 12 pictures: "Ada_A\/Ada_A_0001/,
    },
    {
      why: 'a bad line',
      text: () => [...lines, 'x 1 2 3'].join('\n'),
      error: /E_LANDMARKS_FIELDS .*bad.txt:13:1: expected 12 fields, found 4/,
    },
  ])('$why', async ({ text, error }) => {
    writeFileSync(at('bad.txt'), text());
    const { exit, stderr } = await lfw('eval', '--landmarks', at('bad.txt'));
    expect(exit).toBe(65);
    expect(stderr).toMatch(error);
  });

  test.each([
    { why: '--align landmarks alone', flags: ['--align', 'landmarks'], error: 'E_ALIGN' },
    {
      why: 'landmarks that are not used',
      flags: ['--align', 'none', '--landmarks', 'x'],
      error: 'E_ALIGN',
    },
  ])('$why', async ({ flags, error }) => {
    const { exit, stderr } = await lfw('eval', ...flags);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(error)]);
  });

  test('scores have no pictures', async () => {
    const { exit, stderr } = await magface(['eval', '--scores', 'x.csv', '--align', 'lfw-crop']);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('--align with files of scores')]);
  });

  test('pictures of another size than raw LFW for its square', async () => {
    const { exit, stderr } = await lfw('eval', '--align', 'lfw-crop');
    expect(exit).toBe(65);
    expect(stderr).toMatch(/which only approximates alignment\n[^]*E_ALIGN_SIZE .*200x200/);
  });
});
