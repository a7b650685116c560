import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, expect, test } from '@jest/globals';
import { transformFile } from '@swc/core';
import { openStore } from '../../src/embeddings/store.js';
import { addAll, digests, filesIn, SPACE, temporaryFolder, vectors } from './store-fixture.js';

const PICTURES = 60;
const folder = temporaryFolder();

/** A run in a process of its own: it embeds what the store lacks, slowly, and says how far it is. */
const RUN = `
import { openStore } from './src/embeddings/store.js';
import { digest, id, namesOf, range, SPACE, vector } from './test/embeddings/store-fixture.js';
const store = await openStore(process.argv[2], SPACE);
for (const i of range(0, ${PICTURES})) {
  if (store.lookup([digest(i)])[0] >= 0) continue;
  store.add(digest(i), vector(i), id(i));
  console.log(i);
  await new Promise((wake) => setTimeout(wake, 1));
}
await store.publish(namesOf(0, ${PICTURES}));
console.log('done');
`;

async function compile(source: string): Promise<string> {
  const { code } = await transformFile(source, {
    swcrc: false,
    module: { type: 'es6' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  return code;
}

/** The sources as JavaScript, so that another process can run them whether or not the project was built. */
beforeEach(async () => {
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(folder(), path)), { recursive: true });
    await writeFile(join(folder(), path), text);
  };
  const folders = ['src/embeddings', 'src/files'];
  const modules = await Promise.all(
    folders.map(async (dir) =>
      (await readdir(dir)).filter((name) => name.endsWith('.ts')).map((name) => `${dir}/${name}`),
    ),
  );
  for (const source of [...modules.flat(), 'src/errors.ts', 'src/float16.ts']) {
    await put(source.replace(/\.ts$/, '.js'), await compile(source));
  }
  // Outside jest there is no test to clean up after.
  const fixture = (await compile('test/embeddings/store-fixture.ts')).replace(
    /import \{ afterEach, beforeEach \} from .*;/,
    '',
  );
  await put('test/embeddings/store-fixture.js', fixture);
  await put('package.json', '{"type": "module"}');
  await put('run.js', RUN);
  await symlink(resolve('node_modules'), join(folder(), 'node_modules'), 'dir');
});

/** Runs until it has embedded `count` pictures and then kills the process, or to its end; how it ended. */
async function run(store: string, count = Infinity): Promise<number | NodeJS.Signals | null> {
  const child = spawn(process.execPath, [join(folder(), 'run.js'), store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  let seen = 0;
  createInterface(child.stdout).on('line', () => {
    if (++seen === count) child.kill('SIGKILL');
  });
  const [code, signal] = await exited;
  return code ?? signal;
}

test('a run that is killed again and again ends with the very files of one that was not', async () => {
  const store = join(folder(), 'store');
  for (const count of [1, 7, 20]) expect(await run(store, count)).toBe('SIGKILL');
  expect(await run(store)).toBe(0);

  const undisturbed = await openStore(join(folder(), 'undisturbed'), SPACE);
  addAll(undisturbed, 0, PICTURES);
  await undisturbed.publish();
  const resumed = await openStore(store, SPACE);
  expect([...(await resumed.vectors(digests(0, PICTURES)))]).toEqual(vectors(0, PICTURES));
  expect(await filesIn(resumed.folder)).toEqual(await filesIn(undisturbed.folder));
});

test('two processes on one store both succeed', async () => {
  const store = join(folder(), 'store');
  expect(await Promise.all([run(store), run(store)])).toEqual([0, 0]);
  const after = await openStore(store, SPACE);
  expect([...(await after.vectors(digests(0, PICTURES)))]).toEqual(vectors(0, PICTURES));
  const names = Object.keys(await filesIn(after.folder));
  expect(names.filter((name) => /journal|tmp/.test(name))).toEqual([]);
});
