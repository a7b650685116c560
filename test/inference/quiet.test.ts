import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

/** What a process leaves that runs `body` with HOME as its empty home. */
function runAtHome(name: string, body: string, env: Record<string, string> = {}) {
  const home = join(folder.path, name);
  mkdirSync(home);
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', body],
    { cwd: PROJECT, env: { ...(PATH === undefined ? {} : { PATH }), HOME: home, ...env } },
  );
  return { home, status, stdout: stdout.toString(), stderr: stderr.toString() };
}

const built = (file: string) => pathToFileURL(join(PROJECT, 'dist', 'inference', file)).href;
const model = (name: string) => join(PROJECT, 'fixtures', 'models', `${name}.onnx`);

const RUN = (name: string) => `
  import { openSession } from '${built('session.js')}';
  const path = ${JSON.stringify(model(name))};
  const session = await openSession({ path, device: 'auto', batch: 4 });
  await session.run(new Float32Array(session.batch * 3 * 112 * 112), session.batch);
  await session.close();
  console.log('done');`;

describe('the runtime', () => {
  test('writes nothing into the home of the user: its telemetry is off before it is loaded', () => {
    const { home, status, stdout } = runAtHome('session', RUN('means'));
    expect([status, stdout]).toEqual([0, 'done\n']);
    expect(readdirSync(home)).toEqual([]);
  });

  (process.platform === 'linux' ? test : test.skip)('would write there by itself', () => {
    const { home } = runAtHome(
      'bare',
      `import { InferenceSession } from 'onnxruntime-node';
       await InferenceSession.create(${JSON.stringify(model('means'))});`,
    );
    expect(readdirSync(home)).toEqual(['.cache']);
  });

  test('says nothing on stderr, not even where a model breaks its declared shape', () => {
    const { status, stderr } = runAtHome('silent', RUN('one-row-reshape'));
    expect([status, stderr]).toEqual([0, '']);
  });

  test('leaves its errors to be told by us', () => {
    const { status, stderr } = runAtHome(
      'failing',
      `import { openSession } from '${built('session.js')}';
       const path = ${JSON.stringify(model('fails-when-run'))};
       await openSession({ path, device: 'auto', batch: 4 }).catch((error) => {
         process.exitCode = error.exit;
         process.stderr.write(error.code);
       });`,
    );
    expect([status, stderr]).toEqual([69, 'E_MODEL_RUN']);
  });

  test('that cannot be loaded is an error with a remedy', () => {
    const copy = join(folder.path, 'copy');
    const broken = join(copy, 'node_modules', 'onnxruntime-node');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(broken, 'index.js'),
      'exports.env = exports.InferenceSession = exports.Tensor = 0; throw Error("no libonnxruntime");',
    );
    for (const part of [
      'inference',
      'errors.js',
      'float16.js',
      'nearest.js',
      'threads.js',
      'worker-thread.js',
    ]) {
      cpSync(join(PROJECT, 'dist', part), join(copy, part), { recursive: true });
    }
    const { status, stderr } = runAtHome(
      'missing',
      `import { openSession } from '${pathToFileURL(join(copy, 'inference', 'session.js')).href}';
       await openSession({ path: 'any', device: 'cpu', batch: 4 }).catch((error) => {
         process.exitCode = error.exit;
         process.stderr.write(error.message);
       });`,
    );
    expect(status).toBe(69);
    expect(stderr).toMatch(
      /^E_RUNTIME onnxruntime-node cannot be loaded here: no libonnxruntime; install it/,
    );
  });
});
