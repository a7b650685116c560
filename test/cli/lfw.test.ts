/** The main job on real data: LFW View 2 with a real model. Skipped where the data is absent. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { magface, PROJECT, SHARED, temporaryFolder } from '../support/run-cli.js';

const ROOT = join(SHARED, 'data', 'lfw');
const MODEL = join(SHARED, 'models', 'mobilefacenet.onnx');
const there = existsSync(ROOT) && existsSync(MODEL);

const folder = temporaryFolder();
afterAll(folder.remove);

const store = join(folder.path, 'store');
const onLfw = (verb: string, ...more: string[]) => [
  verb,
  'lfw',
  ...['--root', ROOT, '--model', MODEL, '--preprocess', 'imagenet', '--device', 'cpu'],
  ...['--store', store],
  ...more,
];

interface Expected {
  readonly insightface_10fold: readonly [number, number];
  readonly magface_eval_1v1: readonly [number, number];
  readonly magface_eval_quality_fnmr: readonly number[];
  readonly magnitude_percentiles_0_5_50_95_100: readonly number[];
  readonly 'iso_tar@0.1': readonly [number, number, number];
  readonly 'iso_tar@0.01': readonly [number, number, number];
  readonly 'iso_tar@0.001': readonly [number, number, number];
}

/** What peers' own scripts print for these pictures and this model. */
const expected = () => JSON.parse(readFileSync(join(ROOT, 'expected.json'), 'utf8')) as Expected;

type CsvRow = Readonly<Record<string, string | undefined>>;

function rows(out: string, name: string): CsvRow[] {
  const [header, ...lines] = readFileSync(join(out, name), 'utf8').trim().split('\n');
  const columns = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
}

/** How much of the run in hand is kept so far. */
function journalBytes(): number {
  if (!existsSync(store)) return 0;
  return readdirSync(store, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.journal'))
    .reduce(
      (sum, name) => sum + (statSync(join(store, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((wait) => setTimeout(wait, 50));
}

(there ? describe : describe.skip)('on LFW with a real model', () => {
  test('a run that is stopped keeps what it has, and the next goes on from there', async () => {
    const argv = onLfw('eval', '--out', join(folder.path, 'stopped'));
    const stopped = spawn(process.execPath, [join(PROJECT, 'bin', 'magface.js'), ...argv], {
      stdio: 'ignore',
    });
    const exit = new Promise((done) => stopped.once('exit', done));
    await until(() => journalBytes() > 100_000);
    stopped.kill('SIGTERM');
    expect(await exit).toBe(143);
    expect(existsSync(join(folder.path, 'stopped', 'metrics.csv'))).toBe(false);
    const out = join(folder.path, 'eval');
    const { exit: code, stderr } = await magface(
      onLfw('eval', '--out', out, '--convention', 'insightface', 'magface'),
    );
    expect(code).toBe(0);
    const [, kept] = /(\d+) of 7701 vectors are in the store/.exec(stderr) ?? [];
    expect(Number(kept)).toBeGreaterThan(0);
    expect(Number(kept)).toBeLessThan(7701);
  }, 600_000);

  test("eval prints insightface's and MagFace's accuracy and the standard's TAR", () => {
    const out = join(folder.path, 'eval');
    const metrics = JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')) as Record<
      string,
      number
    >;
    const { insightface_10fold, magface_eval_1v1, ...peers } = expected();
    expect(metrics['lfw/accuracy']).toBeCloseTo(insightface_10fold[0], 4);
    expect(metrics['lfw/accuracy_std']).toBeCloseTo(insightface_10fold[1], 4);
    expect(metrics['lfw/magface/accuracy']).toBeCloseTo(magface_eval_1v1[0], 4);
    expect(peers['iso_tar@0.001'][0]).toBeCloseTo(0.98567, 4);
  });

  test('by the standard TAR is the share accepted at the lowest threshold of each FAR', async () => {
    const out = join(folder.path, 'iso');
    expect((await magface(onLfw('eval', '--out', out))).exit).toBe(0);
    const tar = rows(out, 'metrics.csv').filter(({ metric }) => metric!.startsWith('tar@'));
    const peers = expected();
    for (const [far, key] of [
      ['1e-1', 'iso_tar@0.1'],
      ['1e-2', 'iso_tar@0.01'],
      ['1e-3', 'iso_tar@0.001'],
    ] as const) {
      const row = tar.find(({ metric }) => metric === `tar@far=${far}`)!;
      const [value, achieved, threshold] = peers[key];
      expect(Number(row['value'])).toBeCloseTo(value, 4);
      expect(Number(row['achieved'])).toBeCloseTo(achieved, 6);
      expect(Number(row['threshold'])).toBeCloseTo(threshold, 4);
      expect(row['convention']).toBe('iso');
    }
  });

  test("erc falls with magnitude, stays flat at random, and equals MagFace's own list", async () => {
    const out = join(folder.path, 'erc');
    const argv = onLfw('erc', '--fmr', '1e-3', '--convention', 'iso', 'magface', '--out', out);
    expect((await magface(argv)).exit).toBe(0);
    const curve = rows(out, 'erc.csv');
    const of = (quality: string, convention: string) =>
      curve
        .filter(
          (row) =>
            row['quality'] === quality &&
            row['convention'] === (convention === 'iso' ? '' : convention),
        )
        .map((row) => [Number(row['discard']), Number(row['error'])] as const);
    const at = (points: readonly (readonly [number, number])[], discard: number) =>
      points.find(([x]) => Math.abs(x - discard) < 1e-9)![1];
    const magnitude = of('magnitude', 'iso');
    for (const [discard, fnmr] of [
      [0, 0.0143],
      [0.05, 0.0095],
      [0.1, 0.0081],
      [0.2, 0.0066],
      [0.3, 0.0042],
      [0.5, 0.0018],
      [0.7, 0],
    ] as const) {
      expect(Math.abs(at(magnitude, discard) - fnmr)).toBeLessThan(5e-4);
      if (discard <= 0.5)
        expect(Math.abs(at(of('random', 'iso'), discard) - 0.0143)).toBeLessThan(1e-3);
    }
    const own = of('magnitude', 'magface').map(([, error]) => error);
    const theirs = expected().magface_eval_quality_fnmr;
    expect(own).toHaveLength(theirs.length);
    own.forEach((error, i) => {
      expect(error).toBeCloseTo(theirs[i]!, 4);
    });
  });

  test('magnitudes spread as those of the peers', async () => {
    const out = join(folder.path, 'vectors.npy');
    expect((await magface(onLfw('embed', '--out', out))).exit).toBe(0);
    const header = readFileSync(out).readUInt16LE(8) + 10;
    const bytes = readFileSync(out).subarray(header);
    const values = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    );
    const lengths = Float64Array.from({ length: values.length / 128 }, (_, row) =>
      Math.hypot(...values.subarray(row * 128, (row + 1) * 128)),
    ).sort();
    const [least, , , , greatest] = expected().magnitude_percentiles_0_5_50_95_100;
    expect(lengths.length).toBe(7701);
    // The peers' percentiles are of all 13,233 pictures, of which the protocol uses 7,701.
    expect(lengths[0]).toBeGreaterThanOrEqual(least! - 1e-3);
    expect(lengths.at(-1)).toBeLessThanOrEqual(greatest! + 1e-3);
  });
});
