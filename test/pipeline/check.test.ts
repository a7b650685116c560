import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseFloor } from '../../src/gate/index.js';
import { measure, verificationInput, type VerificationInput } from '../../src/metrics/index.js';
import { findConvention } from '../../src/metrics/conventions/index.js';
import { updateBaseline, type BaselineRequest } from '../../src/pipeline/baseline.js';
import { check, type CheckMeans, type PairedDifferences } from '../../src/pipeline/check.js';
import { openKeptRun } from '../../src/pipeline/kept-run.js';
import { writeEmbeddings } from '../../src/embeddings/formats.js';
import { reportJson } from '../../src/report/report-json.js';
import { SILENT } from '../../src/talk.js';
import type { Difference, ScoreSet } from '../../src/types.js';
import { scoreSet, SUBJECT } from '../gate/gate-fixture.js';
import { temporaryFolder } from '../support/run-cli.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});
const at = (...parts: string[]) => join(folder.path, ...parts);

const GENUINE = Array.from({ length: 40 }, (_, k) => k % 2);
/** Genuine scores above impostor scores, but for the first `wrong` of them. */
const scoresWith = (wrong: number) =>
  scoreSet(
    GENUINE.map((genuine, k) => (genuine === 1 ? (k / 2 < wrong ? -0.5 : 0.8) : 0.1) + k / 1000),
    GENUINE,
  );

/** Scores are kept as JSON here: what is tested is who reads which file and when. */
const MEANS: CheckMeans = {
  openRun: async (path) => {
    const run = await openKeptRun(path);
    const scores = join(path, 'scores.csv');
    return existsSync(scores)
      ? { ...run, scores: { path: scores, read: () => read(scores) } }
      : run;
  },
  readScores: read,
  paired: difference(0.02),
};

function read(path: string): Promise<ScoreSet> {
  const { scores, genuine } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, number[]>;
  return Promise.resolve(scoreSet(scores!, genuine!));
}

/** Differences with an interval of `half` to either side. */
function difference(half: number): PairedDifferences {
  return (first, second, { conventions }) => {
    const values = (input: VerificationInput) => measure(input, conventions);
    const now = values(second);
    return values(first).map(({ metric, convention, value }, i): Difference => {
      const other = now[i]!.value;
      const [low, high] = [other - value - half, other - value + half];
      const better = metric === 'eer' ? 'lower' : 'higher';
      const rest = { low, high, interval: 'a test', verdict: 'cannot tell' } as const;
      return {
        metric,
        convention,
        better,
        first: value,
        second: other,
        difference: other - value,
        ...rest,
      };
    });
  };
}

/** A run's folder with a report on these scores, and the scores where they are kept. */
function run(name: string, scores: ScoreSet, { kept = true, subject = SUBJECT } = {}): string {
  const rows = measure(verificationInput(scores, { fars: [1e-1] }), [findConvention('iso')]);
  mkdirSync(at(name));
  writeFileSync(at(name, 'report.json'), reportJson({ subject, rows, curves: [] }));
  if (kept) {
    const text = { scores: Array.from(scores.scores), genuine: Array.from(scores.genuine) };
    writeFileSync(at(name, 'scores.csv'), JSON.stringify(text));
  }
  return at(name);
}

const write = (report: string, more: Partial<BaselineRequest> = {}) =>
  updateBaseline({ report, out: at('b.yaml'), ...more }, MEANS, SILENT);
const verdict = (report: string, means: Partial<CheckMeans> = {}) =>
  check({ report, baseline: at('b.yaml'), floors: [] }, { ...MEANS, ...means });
const refusal = (run: Promise<unknown>) =>
  run.then(
    () => '',
    (error: unknown) => (error as Error).message,
  );

describe('a check in exact mode', () => {
  test('compares the scores that both kept', async () => {
    await write(run('a', scoresWith(1)));
    const same = await verdict(at('a'));
    expect(same.status).toBe('pass');
    expect(same.checks.map(({ name }) => name)).toContain('scores');
    const moved = scoresWith(1);
    moved.scores[3]! += 1e-5;
    const other = await verdict(run('b', moved));
    expect(other.checks[0]).toMatchObject({ name: 'scores', status: 'fail' });
  });

  test('says which side kept none', async () => {
    await write(run('a', scoresWith(1)));
    const { status, remarks } = await verdict(run('b', scoresWith(1), { kept: false }));
    expect(status).toBe('pass');
    expect(remarks.join()).toContain('scores were not compared: the run kept none (--save scores)');
    await write(at('b'), { replace: true });
    expect((await verdict(at('a'))).remarks.join()).toContain(
      'the baseline was written without them',
    );
  });

  test('compares the embeddings that both kept', async () => {
    run('a', scoresWith(1));
    const vectors = (turn: number) => ({
      ids: ['a', 'b'],
      raw: Float32Array.of(3, 4 + turn, 0, 1),
      dim: 2,
    });
    await writeEmbeddings(at('a', 'embeddings.npy'), vectors(0));
    await write(at('a'), { save: ['scores', 'embeddings'] });
    expect(existsSync(at('b.embeddings.npy'))).toBe(true);
    expect((await verdict(at('a'))).checks.map(({ name }) => name)).toContain('embeddings');
    await writeEmbeddings(at('a', 'embeddings.npy'), vectors(0.001));
    expect((await verdict(at('a'))).checks[0]).toMatchObject({
      name: 'embeddings',
      status: 'fail',
    });
  });

  test('refuses a file beside the baseline that is missing or another', async () => {
    await write(run('a', scoresWith(1)));
    const text = readFileSync(at('b.scores.csv'), 'utf8');
    writeFileSync(at('b.scores.csv'), `${text} `);
    expect(await refusal(verdict(at('a')))).toMatch(/E_BASELINE_BESIDE .*is not the file/);
    const digest = createHash('sha256').update(text).digest('hex');
    const yaml = readFileSync(at('b.yaml'), 'utf8');
    expect(yaml).toContain(`scores: ${digest}`);
    writeFileSync(at('c.yaml'), yaml);
    const elsewhere = check({ report: at('a'), baseline: at('c.yaml'), floors: [] }, MEANS);
    expect(await refusal(elsewhere)).toMatch(/E_BASELINE_BESIDE there is no file .*c\.scores\.csv/);
  });
});

describe('a check in statistical mode', () => {
  const margins = new Map([['tar@far=1e-1', 0.1]]);
  beforeEach(() => write(run('a', scoresWith(1)), { mode: 'statistical', margins }));

  test.each([
    { why: 'the same scores', wrong: 1, half: 0.02, status: 'pass' },
    { why: 'worse by half the margin', wrong: 2, half: 0.02, status: 'pass' },
    { why: 'worse by the margin', wrong: 3, half: 0.02, status: 'inconclusive' },
    { why: 'worse by far', wrong: 9, half: 0.02, status: 'fail' },
    { why: 'too few persons', wrong: 1, half: 0.5, status: 'inconclusive' },
  ])('$why: $status', async ({ wrong, half, status }) => {
    const folder = run('b', scoresWith(wrong));
    expect((await verdict(folder, { paired: difference(half) })).status).toBe(status);
  });

  test('pairs the scores of the baseline, as the first, at its FARs and by its conventions', async () => {
    const asked: unknown[] = [];
    const paired: PairedDifferences = (first, second, { conventions, metrics }) => {
      asked.push(
        first.scores,
        second.scores,
        first.fars,
        conventions.map(({ name }) => name).sort(),
        metrics,
      );
      return [];
    };
    await verdict(run('b', scoresWith(2)), { paired });
    expect(asked).toEqual([
      scoresWith(1),
      scoresWith(2),
      [0.1],
      ['insightface', 'iso'],
      ['accuracy', 'accuracy_std', 'auc', 'eer', 'tar'],
    ]);
  });

  test('pairs nothing where the two cannot be compared', async () => {
    const folder = run('b', scoresWith(1), { subject: { ...SUBJECT, preprocess: 'imagenet' } });
    const paired = () => {
      throw new Error('asked');
    };
    expect((await verdict(folder, { paired })).status).toBe('error');
  });

  test('is refused for a run that kept no scores', async () => {
    const folder = run('b', scoresWith(1), { kept: false });
    expect(await refusal(verdict(folder))).toMatch(/E_RUN_SCORES .*--save scores/);
  });
});

describe('an update of a baseline', () => {
  test('is refused where persons could not be paired, or what was kept would be lost', async () => {
    run('none', scoresWith(1), { kept: false });
    const margins = new Map([['eer', 0.1]]);
    expect(await refusal(write(at('none'), { mode: 'statistical', margins }))).toContain(
      'E_RUN_SCORES',
    );
    await write(run('a', scoresWith(1)));
    expect(await refusal(write(at('none')))).toMatch(/E_RUN_SCORES .*the baseline keeps them/);
    expect(await refusal(write(at('a'), { save: ['embeddings'] }))).toContain('E_RUN_EMBEDDINGS');
  });

  test('removes the scores that are no longer part of it, and says so', async () => {
    await write(run('a', scoresWith(1)));
    const said: string[] = [];
    const talk = { ...SILENT, remark: (text: string) => said.push(text) };
    await updateBaseline({ report: at('a'), out: at('b.yaml'), save: [] }, MEANS, talk);
    expect(existsSync(at('b.scores.csv'))).toBe(false);
    expect(said.join()).toContain('b.scores.csv is no longer part of the baseline');
    expect(readFileSync(at('b.yaml'), 'utf8')).not.toContain('scores:');
  });

  test('says where a run does not keep its own floor', async () => {
    const said: string[] = [];
    const talk = { ...SILENT, remark: (text: string) => said.push(text) };
    const floors = [parseFloor('door/eer <= 0.001')!];
    await updateBaseline(
      { report: run('a', scoresWith(5)), out: at('b.yaml'), floors },
      MEANS,
      talk,
    );
    expect(said).toEqual(['this run does not keep its own floor door/eer <= 0.001']);
  });
});
