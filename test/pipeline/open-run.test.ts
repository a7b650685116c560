import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { evaluate } from '../../src/pipeline/evaluate.js';
import { openRun } from '../../src/pipeline/open-run.js';
import { reportJson, writeFiles } from '../../src/report/index.js';
import { SILENT } from '../../src/talk.js';
import { temporaryFolder } from '../support/run-cli.js';
import { fixture } from '../scores/fixtures.js';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  folder.remove();
});

/** What eval leaves of the fixture `name` in the folder `run`. */
async function leave(run: string, name = 'own.csv', save: ('scores' | 'none')[] = []) {
  const out = join(folder.path, run);
  mkdirSync(out, { recursive: true });
  const request = { scores: fixture(name), fmr: 0.1, bands: 2, out, save };
  const io = { env: {}, signal: new AbortController().signal };
  const { report, extras } = await evaluate(request, io, SILENT);
  await writeFiles(out, new Map([...extras!, ['report.json', reportJson(report)]]));
  return { out, report };
}

describe('an earlier run', () => {
  test('is opened by its folder or by its report, with all that it left', async () => {
    const { out, report } = await leave('a');
    for (const path of [out, join(out, 'report.json'), join(out, '.')]) {
      const run = await openRun(path);
      expect(run.name).toBe('a');
      expect(run.report).toEqual(report);
      const { scores, name } = await run.scores();
      expect(name).toBe('a');
      expect(scores.scores).toHaveLength(40);
      expect(scores.persons).toMatchObject({ count: 6, inferred: false });
    }
  });

  test("may be somebody else's file of scores", async () => {
    const run = await openRun(fixture('bob-5col.txt'));
    expect(run).toMatchObject({ name: 'bob-5col' });
    expect(run.report).toBeUndefined();
    expect((await run.scores()).scores.scores).toHaveLength(40);
    await expect(run.embeddings()).rejects.toMatchObject({ code: 'E_RUN_EMBEDDINGS', exit: 66 });
  });

  test('may be a folder with scores alone', async () => {
    copyFileSync(fixture('aliases.tsv'), join(folder.path, 'scores.csv'));
    const run = await openRun(folder.path);
    expect(run.report).toBeUndefined();
    expect((await run.scores()).scores.scores).toHaveLength(40);
  });

  test('says what to run where it kept no scores, or no vectors', async () => {
    const { out } = await leave('a', 'own.csv', ['none']);
    const run = await openRun(out);
    await expect(run.scores()).rejects.toMatchObject({
      exit: 66,
      message: `E_RUN_SCORES ${out} holds no scores.csv; run eval again with --out ${out} --save scores`,
    });
    await expect(run.embeddings()).rejects.toMatchObject({
      exit: 66,
      message: expect.stringContaining('--save embeddings'),
    });
  });

  test('is refused where its scores are those of another one', async () => {
    const { out } = await leave('a');
    // Another run that kept none leaves the first one's where they lie.
    await leave('a', 'semicolons.csv', ['none']);
    await expect((await openRun(out)).scores()).rejects.toMatchObject({
      code: 'E_RUN_MISMATCH',
      exit: 65,
    });
  });

  test.each([
    ['nowhere', 'E_FILE_MISSING', 66],
    ['empty', 'E_RUN', 66],
    ['broken/report.json', 'E_REPORT', 65],
  ])('%s is refused with %s', async (path, code, exit) => {
    mkdirSync(join(folder.path, 'empty'));
    mkdirSync(join(folder.path, 'broken'));
    writeFileSync(join(folder.path, 'broken', 'report.json'), '{}');
    await expect(openRun(join(folder.path, path))).rejects.toMatchObject({ code, exit });
  });
});
