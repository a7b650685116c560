import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readReport } from '../../src/report/index.js';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const FACES = join(PROJECT, 'fixtures', 'demo', 'images');
let place: ReturnType<typeof temporaryFolder>;

/** Puts picture `number` of face `face` at `path` below the temporary folder. */
function put(face: string, number: string, ...path: string[]): void {
  const name = `${face}_00${number}.jpg`;
  mkdirSync(join(place.path, ...path), { recursive: true });
  cpSync(join(FACES, face, name), join(place.path, ...path, name));
}

beforeAll(() => {
  place = temporaryFolder();
  for (const face of ['face_001', 'face_002', 'face_003']) {
    put(face, '01', 'gallery', face);
    put(face, '02', 'probes', face);
    put(face, '03', 'probes', face);
  }
  put('face_004', '01', 'probes', 'face_004'); // Of nobody in the gallery.
  put('face_005', '01', 'probes'); // In the folder of no subject.
});
afterAll(() => {
  place.remove();
});

const identify = (...more: string[]) =>
  magface([
    'identify',
    ...['--gallery', join(place.path, 'gallery'), '--probes', join(place.path, 'probes')],
    ...[
      '--model',
      join(PROJECT, 'fixtures', 'demo', 'model.onnx'),
      '--no-store',
      '--fpir',
      '5e-1,1e-2',
    ],
    ...more,
  ]);

describe('magface identify', () => {
  test('searches folders of identities: rows, curves and a table', async () => {
    const out = join(place.path, 'out');
    const { exit, stdout, stderr } = await identify('--out', out, '--convention', 'iso', 'bob');
    expect(stderr).toContain('3 templates of 3 subjects; 6 mated and 2 non-mated probes');
    expect(exit).toBe(0);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['cmc.csv', 'fnir.csv', 'metrics.csv', 'report.json']),
    );
    const { rows, subject } = readReport(readFileSync(join(out, 'report.json'), 'utf8'));
    expect(subject.dataset).toBe('probes-in-gallery');
    expect(rows.find(({ metric }) => metric === 'rank-1')!.count).toBe(6);
    expect(rows.find(({ metric }) => metric === 'rank-5')).toMatchObject({ value: 1, hits: 6 });
    expect(
      rows.filter(({ metric }) => metric === 'tpir@fpir=1e-2').map(({ convention }) => convention),
    ).toEqual(['iso', 'bob']);
    expect(stdout).toContain('FPIR attained');
    expect(stdout).toContain('unsupported: FPIR 1e-2 is less than one of 2 non-mated probes');
    expect(readFileSync(join(out, 'cmc.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 3);
  });

  test.each([
    [['lfw', '--gallery', 'a', '--probes', 'b'], 2, 'E_GALLERY_SOURCE'],
    [['--gallery', 'a'], 2, 'E_GALLERY_SOURCE'],
    [[], 2, 'E_GALLERY_SOURCE'],
    [['lfw', '--root', '.'], 2, 'E_DATASET_TASK'],
    [
      ['--gallery', 'fixtures/demo/images/face_001', '--probes', 'fixtures/demo/images'],
      65,
      'E_GALLERY_SUBJECT',
    ],
    [['--gallery', 'nowhere', '--probes', 'fixtures/demo/images'], 66, 'E_FILE_MISSING'],
    [['--convention', 'isoo'], 2, 'E_CONVENTION'],
    [['--ranks', '0'], 2, 'whole numbers from 1 on'],
  ])('%j leaves with %d and %s', async (argv, exit, code) => {
    const run = await magface(['identify', ...argv]);
    expect(run).toMatchObject({ exit, stdout: '' });
    expect(run.stderr).toContain(code);
  });
});
