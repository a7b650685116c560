/** Packs and archives as a user meets them: the same benchmark from each of its forms. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';
import { MODEL, PERSONS, writeSmallLfw } from '../support/small-lfw.js';

const run = promisify(execFile);
const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...parts: string[]) => join(folder.path, ...parts);
const script = (name: string, ...argv: string[]) =>
  run(process.execPath, [join(PROJECT, 'scripts', name), ...argv]);

async function evaluated(out: string, ...argv: string[]) {
  const result = await magface([
    ...['eval', ...argv, '--model', MODEL, '--preprocess', 'insightface', '--device', 'cpu'],
    ...['--no-store', '--out', at(out)],
  ]);
  expect(result.stderr).not.toContain('E_');
  expect(result.exit).toBe(0);
  return { ...result, metrics: readFileSync(at(out, 'metrics.csv'), 'utf8') };
}

const values = (metrics: string) =>
  metrics.split('\n').map((line) => line.split(',').slice(0, 3).join());

let whole: string;
beforeAll(async () => {
  mkdirSync(at('folder'));
  await writeSmallLfw(at('folder'));
  mkdirSync(at('pack'));
  await script('write-pack.js', 'lfw', at('folder'), at('pack', 'lfw.bin'));
  whole = (await evaluated('out', 'lfw', '--root', at('folder'), '--metrics', 'eer', 'auc'))
    .metrics;
});

describe('a pack made from a folder', () => {
  test('gives every value of the folder, and says which form it is', async () => {
    const argv = ['lfw', '--root', at('pack'), '--metrics', 'eer', 'auc'];
    const { metrics, stderr } = await evaluated('out-pack', ...argv);
    expect(stderr).toContain('lfw is read as insightface-bin: lfw.bin');
    expect(stderr).toContain('24 pictures, 12 of them different: equal bytes are one picture');
    expect(values(metrics)).toEqual(values(whole));
  });

  test('gives the same bytes where pairs.txt beside it tells the persons', async () => {
    mkdirSync(at('named'));
    cpSync(at('pack', 'lfw.bin'), at('named', 'lfw.bin'));
    cpSync(at('folder', 'pairs.txt'), at('named', 'pairs.txt'));
    const argv = ['--format', 'insightface-bin', '--metrics', 'eer', 'auc'];
    const { metrics, stderr } = await evaluated('out-named', 'lfw', '--root', at('named'), ...argv);
    expect(stderr).toContain('names and persons are those of');
    expect(metrics).toBe(whole);
  });

  test('is TALFW where it is called as that one', async () => {
    mkdirSync(at('talfw'));
    cpSync(at('pack', 'lfw.bin'), at('talfw', 'talfw.bin'));
    const argv = ['talfw', '--root', at('talfw'), '--metrics', 'eer', 'auc'];
    const { metrics } = await evaluated('out-talfw', ...argv);
    expect(values(metrics).map((line) => line.replace('talfw', 'lfw'))).toEqual(values(whole));
  });

  test('does not take names that its labels contradict', async () => {
    mkdirSync(at('other'));
    cpSync(at('pack', 'lfw.bin'), at('other', 'lfw.bin'));
    writeFileSync(at('other', 'pairs.txt'), '1\t1\nAda_A\t1\t2\nAda_A\t1\tBen_B\t1\n');
    const argv = ['--format', 'insightface-bin', '--metrics', 'eer', 'auc'];
    const { metrics, stderr } = await evaluated('out-other', 'lfw', '--root', at('other'), ...argv);
    expect(stderr).toContain('no names, since 12 comparisons stand here and 2 in');
    expect(values(metrics)).toEqual(values(whole));
  });

  test('is read by its file alone, and called as it is called', async () => {
    const argv = ['insightface-bin', '--pairs', at('pack', 'lfw.bin'), '--metrics', 'eer', 'auc'];
    expect(values((await evaluated('out-alone', ...argv)).metrics)).toEqual(values(whole));
  });

  test('that calls something is refused with its name and byte', async () => {
    writeFileSync(at('evil.bin'), "cos\nsystem\n(S'true'\ntR.");
    const argv = ['eval', 'insightface-bin', '--pairs', at('evil.bin'), '--model', MODEL];
    const { exit, stderr } = await magface(argv);
    expect(exit).toBe(65);
    expect(stderr).toContain(`E_PICKLE_GLOBAL ${at('evil.bin')}: byte 0: it calls "os.system"`);
  });
});

describe('pictures in one file', () => {
  test('a tar gives the bytes of the folder that it was made of', async () => {
    await run('tar', ['cf', at('faces.tar'), '-C', at('folder'), ...PERSONS]);
    const argv = ['--images', at('faces.tar'), '--metrics', 'eer', 'auc'];
    const { metrics } = await evaluated('out-tar', 'lfw', '--root', at('folder'), ...argv);
    expect(metrics).toBe(whole);
  });

  test('a tar is embedded whole', async () => {
    const argv = ['embed', at('faces.tar'), '--model', MODEL, '--preprocess', 'insightface'];
    const { exit } = await magface([...argv, '--no-store', '--out', at('vectors')]);
    expect(exit).toBe(0);
    const ids = readFileSync(at('vectors', 'ids.txt'), 'utf8').trim().split('\n');
    expect(ids).toHaveLength(12);
    expect(ids).toContain('Ada_A/Ada_A_0001.png');
  });

  test.each([
    ['gzip', Buffer.from([0x1f, 0x8b, ...Buffer.alloc(600)]), 'compressed by gzip'],
    ['anything', Buffer.alloc(1024, 'a'), 'byte 0: no header of a tar archive'],
    ['half a block', Buffer.alloc(100, 'a'), 'E_FILE_SHORT'],
  ])('a tar of %s is refused with its byte', async (_, bytes, message) => {
    writeFileSync(at('bad.tar'), bytes);
    const argv = ['eval', 'lfw', '--root', at('folder'), '--images', at('bad.tar')];
    const { exit, stderr } = await magface([...argv, '--model', MODEL]);
    expect(exit).toBe(65);
    expect(stderr).toContain(message);
  });
});

test('no reader breaks on files with faults in them', async () => {
  const { stdout } = await script('fuzz-readers.js', '--inputs', '300');
  const told = stdout.match(/\d+ faults;/g)!;
  // Six readers of packs and archives, thirteen of lists of pairs, of galleries and of MATLAB files, seven of the tables of IJB and the lists of MegaFace, and two of them by kernels.
  expect(told).toHaveLength(28);
  expect(told.filter((text) => text !== '0 faults;')).toEqual([]);
});
