import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

  test('writes candidates, and rows without the worst probes, when asked', async () => {
    const out = join(place.path, 'candidates');
    const { exit } = await identify('--out', out, '--candidates', '2', '--reject', '0.25');
    expect(exit).toBe(0);
    const [head, ...lines] = readFileSync(join(out, 'candidates.csv'), 'utf8').trim().split('\n');
    expect(head).toBe('gallery,probe,rank,template,subject,score,mate');
    expect(lines).toHaveLength(8 * 2);
    expect(lines[0]).toMatch(
      /^gallery,probes\/face_001\/face_001_0002\.jpg,1,gallery\/face_\d+\/face_\d+_0001\.jpg,face_\d+,0\.\d+,[01]$/,
    );
    const { rows } = readReport(readFileSync(join(out, 'report.json'), 'utf8'));
    const rejected = rows.find(({ metric }) => metric === 'rank-1,reject=0.25');
    expect(rejected!.note).toMatch(/^25\.0 % of all probes rejected, those of magnitude below /);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['cmc.svg', 'reject.csv', 'reject.svg']),
    );
  });

  test('runs BLUFR on its lists, and on trials of its construction where they are not there', async () => {
    const root = join(place.path, 'lfw');
    const names = ['Aaron_Eckhart', 'Ada_B', 'Bo_C', 'Cy_D', 'Di_E', 'Ed_F', 'Flo_G', 'Gil_H'];
    names.forEach((person, i) => {
      for (const number of ['1', '2', '3']) {
        mkdirSync(join(root, person), { recursive: true });
        const face = `face_00${i + 1}`;
        cpSync(
          join(FACES, face, `${face}_000${number}.jpg`),
          join(root, person, `${person}_000${number}.jpg`),
        );
      }
    });
    const model = ['--model', join(PROJECT, 'fixtures', 'demo', 'model.onnx'), '--no-store'];
    const run = (name: string) =>
      magface(['identify', 'blufr', '--root', root, ...model, '--out', join(place.path, name)]);
    const drawn = await run('drawn');
    expect(drawn.stderr).toContain("these are not BLUFR's own trials");
    expect(drawn.stdout).toContain('blufr-drawn');
    const listed = (persons: readonly string[], numbers: readonly number[]) =>
      persons.flatMap((person) => numbers.map((number) => `1, ${person}_000${number}.jpg`));
    const list = (trials: readonly (readonly string[])[]) =>
      [trials.length, ...trials.flatMap((trial) => [trial.length, ...trial])].join('\n');
    const halves = [names.slice(0, 3), names.slice(3, 6)];
    writeFileSync(join(root, 'gallery_set.txt'), list(halves.map((half) => listed(half, [1]))));
    writeFileSync(
      join(root, 'probe_set.txt'),
      list(halves.map((half) => [...listed(half, [2, 3]), ...listed(['Gil_H'], [1, 2])])),
    );
    const own = await run('own');
    expect(own).toMatchObject({ exit: 0 });
    const [head, ...trials] = readFileSync(join(place.path, 'own', 'trials.csv'), 'utf8')
      .trim()
      .split('\n');
    expect(head).toBe(
      'dataset,trial,pictures,genuine,impostor,mated,non_mated,vr@far=1e-3,tpir@fpir=1e-1,tpir@fpir=1e-2,tpir@fpir=1e-3',
    );
    expect(trials.map((trial) => trial.split(',').slice(0, 7).join())).toEqual([
      'blufr,1,11,10,45,6,2',
      'blufr,2,11,10,45,6,2',
    ]);
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
