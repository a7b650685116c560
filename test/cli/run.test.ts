import {
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder } from '../support/run-cli.js';
import { MODEL, PAIRS, writeSmallLfw } from '../support/small-lfw.js';

let root: ReturnType<typeof temporaryFolder>;
let out: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  root = temporaryFolder();
  out = temporaryFolder();
  await writeSmallLfw(root.path);
});

afterEach(() => {
  root.remove();
  out.remove();
});

const lfw = (...more: string[]) => [
  'eval',
  'lfw',
  ...['--root', root.path, '--model', MODEL, '--preprocess', 'magface', '--device', 'cpu'],
  ...more,
];
const inStore = () => ['--store', join(out.path, 'store')];
const read = (...path: string[]) => readFileSync(join(out.path, ...path), 'utf8');

describe('a run', () => {
  test('writes its reports, and every metric has a row', async () => {
    const { exit, stdout } = await magface(lfw(...inStore(), '--out', out.path));
    expect(exit).toBe(0);
    expect(stdout).toContain('accuracy');
    const metrics = JSON.parse(read('metrics.json')) as Record<string, number>;
    expect(Object.keys(metrics)).toEqual(
      expect.arrayContaining([
        'lfw/accuracy',
        'lfw/accuracy_std',
        'lfw/auc',
        'lfw/eer',
        'lfw/tar_far_1e-3',
      ]),
    );
    expect(readdirSync(out.path)).toEqual(
      expect.arrayContaining([
        'metrics.csv',
        'report.json',
        'roc.csv',
        'roc.svg',
        'provenance.json',
      ]),
    );
    expect(read('provenance.json')).toContain('onnxruntime-node');
  });

  test('leaves the same bytes whatever the batch, the threads, the locale, and with vectors from the store', async () => {
    const runs = [
      { argv: ['--batch', '1', '--threads', '1'], env: {} },
      {
        argv: ['--batch', '5', '--threads', '2'],
        env: { LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' },
      },
      { argv: ['--no-store'], env: {} },
    ];
    const reports: Record<string, string>[] = [];
    for (const [i, { argv, env }] of runs.entries()) {
      const folder = join(out.path, String(i));
      const store = argv.includes('--no-store') ? [] : inStore();
      const { exit } = await magface(lfw(...argv, ...store, '--out', folder), { env });
      expect(exit).toBe(0);
      const files = readdirSync(folder).filter((name) => name !== 'provenance.json');
      reports.push(Object.fromEntries(files.map((name) => [name, read(String(i), name)])));
    }
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[2]).toEqual(reports[0]);
  });

  test('takes up the vectors that are there, and embeds a picture again when its content changed', async () => {
    await magface(lfw(...inStore()));
    const again = await magface(lfw(...inStore()));
    expect(again.stderr).toContain('12 of 12 vectors are in the store');
    const picture = (name: string) => join(root.path, name);
    writeFileSync(picture('Ada_A/Ada_A_0001.png'), readFileSync(picture('Dan_D/Dan_D_0002.png')));
    writeFileSync(picture('Ada_A/Ada_A_0002.png'), readFileSync(picture('Ada_A/Ada_A_0003.png')));
    const changed = await magface(lfw(...inStore(), '--out', out.path));
    expect(changed.stderr).toContain('12 of 12 vectors are in the store');
    const other = lfw(...inStore());
    other[other.indexOf('magface')] = 'insightface';
    expect((await magface(other)).stderr).not.toContain('in the store');
  });

  test('on vectors written by embed gives what the model gave', async () => {
    await magface(lfw('--no-store', '--out', join(out.path, 'model')));
    for (const name of ['v.npy', 'v.npz', 'v.list', 'folder']) {
      const vectors = join(out.path, name);
      const embed = lfw('--no-store', '--out', vectors);
      embed[0] = 'embed';
      expect((await magface(embed)).exit).toBe(0);
      const folder = join(out.path, `from-${name}`);
      const { exit } = await magface([
        ...['eval', 'lfw', '--root', root.path, '--embeddings', vectors, '--out', folder],
      ]);
      expect(exit).toBe(0);
      expect(read(`from-${name}`, 'metrics.csv')).toBe(read('model', 'metrics.csv'));
    }
  });

  test('writes nothing outside its outputs and its store', async () => {
    const home = temporaryFolder();
    try {
      const env = { HOME: home.path, XDG_CACHE_HOME: '', TMPDIR: home.path };
      const { exit } = await magface(lfw(...inStore(), '--out', out.path), { env });
      expect(exit).toBe(0);
      expect(readdirSync(home.path)).toEqual([]);
    } finally {
      home.remove();
    }
  });

  test('of eval and of erc on one subject may share a folder', async () => {
    const { exit } = await magface(lfw(...inStore(), '--out', out.path));
    const erc = lfw(...inStore(), '--out', out.path);
    erc[0] = 'erc';
    expect([exit, (await magface(erc)).exit]).toEqual([0, 0]);
    const metrics = Object.keys(JSON.parse(read('metrics.json')) as object);
    expect(metrics).toEqual(
      expect.arrayContaining(['lfw/accuracy', 'lfw/erc_area_discard_0.2_magnitude']),
    );
    const before = read('metrics.csv');
    await magface(lfw(...inStore(), '--out', out.path));
    expect(read('metrics.csv')).toBe(before);
    await magface(lfw(...inStore(), '--far', '1e-2', '--out', out.path));
    expect(read('metrics.csv')).not.toContain('tar@far=1e-3');
    expect(read('metrics.csv')).toContain('erc_area@discard=0.2:magnitude');
    const other = await magface(lfw('--no-store', '--flip', '--out', out.path));
    expect(other.stderr).toContain(
      'held another report, whose erc.csv, erc_ranking.csv, erc_det.csv, erc_acceptance.csv, erc.svg, erc_det.svg stay',
    );
  });

  test('goes on without a store where the cache of the user is out of reach', async () => {
    const env = { HOME: '/dev/null', XDG_CACHE_HOME: '', MAGFACE_STORE: '' };
    const { exit, stderr } = await magface(lfw('--out', out.path), { env });
    expect(stderr).toContain('embeddings are not kept: ');
    expect(exit).toBe(0);
    const named = await magface(lfw('--store', '/dev/null/store'));
    expect(named.stderr).toMatch(/E_STORE_(READ|WRITE)/);
    expect([73, 74]).toContain(named.exit);
  });

  test('with --limit says that it is part of one, in every form', async () => {
    const { stdout } = await magface(lfw('--no-store', '--limit', '6', '--out', out.path));
    expect(stdout).toContain('PARTIAL');
    expect(read('metrics.csv')).toContain('PARTIAL');
    expect(read('report.json')).toContain('"partial"');
    expect(read('roc.svg')).toContain('PARTIAL');
  });

  test('measures the standard metrics, those that are asked for, or all there are', async () => {
    const keysOf = async (...asked: string[]) => {
      const { stdout } = await magface(lfw(...inStore(), '--json', '--quiet', ...asked));
      return Object.keys(JSON.parse(stdout) as object);
    };
    expect(await keysOf('--metrics', 'hter', 'min_dcf')).toEqual([
      'lfw/hter',
      'lfw/min_dcf_cost_0.99',
      'lfw/min_dcf_p_target_1e-2',
      'lfw/min_dcf_p_target_1e-3',
    ]);
    const standard = await keysOf();
    const all = await keysOf('--metrics', 'all');
    expect(standard).not.toContain('lfw/hter');
    expect(all).toEqual(expect.arrayContaining([...standard, 'lfw/hter', 'lfw/min_cllr']));
  });

  test('on a protocol with a development set draws the performance to expect', async () => {
    const part = (fold: number) => PAIRS.slice(1 + 6 * fold, 7 + 6 * fold).join('\n');
    writeFileSync(join(root.path, 'pairsDevTrain.txt'), `3\n${part(0)}\n`);
    writeFileSync(join(root.path, 'pairsDevTest.txt'), `3\n${part(1)}\n`);
    const argv = lfw(...inStore(), '--out', out.path);
    argv[1] = 'lfw-view1';
    expect((await magface(argv)).exit).toBe(0);
    expect(read('epc.csv')).toMatch(/^dataset,cost,threshold,hter,fmr,fnmr\nlfw-view1,0,/);
    expect(read('epc.svg')).toContain('Expected performance, lfw-view1');
    await magface(lfw(...inStore(), '--out', join(out.path, 'folds')));
    expect(readdirSync(join(out.path, 'folds'))).not.toContain('epc.csv');
  });

  test('with --json prints metrics.json and nothing else on stdout', async () => {
    const { stdout } = await magface(lfw('--no-store', '--json', '--out', out.path));
    expect(stdout).toBe(read('metrics.json'));
  });

  test('with --quiet says nothing on stderr', async () => {
    expect((await magface(lfw('--no-store', '--quiet'))).stderr).toBe('');
  });
});

describe('a mistake is one line with a place, the right exit code, and no report', () => {
  const pairs = (change: (lines: string[]) => void) => {
    const lines = [...PAIRS];
    change(lines);
    writeFileSync(join(root.path, 'pairs.txt'), `${lines.join('\n')}\n`);
  };

  test.each<{ what: string; exit: number; says: string; make: () => string[] }>([
    {
      what: 'a field too many',
      exit: 65,
      says: 'pairs.txt:3:',
      make: () => {
        pairs((lines) => (lines[2] = 'Ada_A\t1\t3\t9'));
        return lfw();
      },
    },
    {
      what: 'a number that is none',
      exit: 65,
      says: 'pairs.txt:2:7: expected',
      make: () => {
        pairs((lines) => (lines[1] = 'Ada_A\t01\t2'));
        return lfw();
      },
    },
    {
      what: 'a line lost',
      exit: 65,
      says: 'pairs.txt:',
      make: () => {
        pairs((lines) => lines.pop());
        return lfw();
      },
    },
    {
      what: 'a path that climbs',
      exit: 65,
      says: 'pairs.txt:2:1:',
      make: () => {
        pairs((lines) => (lines[1] = '..\t1\t2'));
        return lfw();
      },
    },
    {
      what: 'a picture missing',
      exit: 66,
      says: 'E_IMAGE_MISSING 1 of 12 pictures are not there:',
      make: () => {
        unlinkSync(join(root.path, 'Cyd_C', 'Cyd_C_0002.png'));
        return lfw();
      },
    },
    {
      what: 'a picture cut short',
      exit: 65,
      says: 'E_IMAGE_',
      make: () => {
        truncateSync(join(root.path, 'Cyd_C', 'Cyd_C_0002.png'), 900);
        return lfw('--no-store');
      },
    },
    {
      what: 'a link out of the root',
      exit: 65,
      says: 'E_PATH_ESCAPE',
      make: () => {
        const path = join(root.path, 'Dan_D', 'Dan_D_0001.png');
        unlinkSync(path);
        symlinkSync(MODEL, path);
        return lfw('--no-store');
      },
    },
    {
      what: 'a model cut short',
      exit: 69,
      says: 'E_MODEL_FORMAT',
      make: () => {
        const model = join(root.path, 'cut.onnx');
        writeFileSync(model, readFileSync(MODEL).subarray(0, 90));
        return lfw('--model', model);
      },
    },
    {
      what: 'no model there',
      exit: 66,
      says: 'E_MODEL_MISSING',
      make: () => lfw('--model', 'nowhere.onnx'),
    },
    {
      what: 'a preset misspelt',
      exit: 2,
      says: 'did you mean magface?',
      make: () => lfw('--preprocess', 'magfaec'),
    },
    {
      what: 'a device that is not there',
      exit: 69,
      says: 'E_DEVICE',
      make: () => lfw('--device', 'coreml'),
    },
    {
      what: 'vectors that are not a number',
      exit: 65,
      says: 'E_EMBED_NONFINITE',
      make: () => lfw('--no-store', '--model', MODEL.replace('means', 'not-a-number')),
    },
    {
      what: 'vectors of zero',
      exit: 65,
      says: 'E_EMBED_ZERO',
      make: () => lfw('--no-store', '--model', MODEL.replace('means', 'zero')),
    },
    {
      what: 'an output folder that cannot be',
      exit: 73,
      says: 'E_OUT_CREATE',
      make: () => lfw('--out', join(root.path, 'pairs.txt', 'out')),
    },
    {
      what: 'neither model nor vectors',
      exit: 2,
      says: 'E_MODEL_NEEDED',
      make: () => ['eval', 'lfw', '--root', root.path],
    },
  ])('$what: exit $exit', async ({ exit, says, make }) => {
    const argv = make();
    const run = await magface([...argv, ...(argv.includes('--out') ? [] : ['--out', out.path])]);
    expect(run.stderr).toContain(says);
    expect(run.exit).toBe(exit);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toContain('E_BUG');
    expect(existsSync(join(out.path, 'metrics.csv'))).toBe(false);
    const lines = run.stderr.split('\n').filter((line) => line.startsWith('magface: E_'));
    expect(lines).toHaveLength(1);
  });
});
