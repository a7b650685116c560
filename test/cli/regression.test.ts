/**
 * Every folder of fixtures/regression is one run: `command` holds its flags, `expected/` the files it must write, byte for
 * byte. They start from stored vectors, since the last bits of a model's output depend on the processor.
 * UPDATE_FIXTURES=1 writes what is there now; look at the difference before it is committed.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { magface, PROJECT, temporaryFolder } from '../support/run-cli.js';

const SCENARIOS = join(PROJECT, 'fixtures', 'regression');

describe.each(readdirSync(SCENARIOS).sort())('%s', (name) => {
  const scenario = join(SCENARIOS, name);
  const argv = readFileSync(join(scenario, 'command'), 'utf8').trim().split(/\s+/);

  test('writes the files it always wrote', async () => {
    const out = temporaryFolder();
    try {
      const { exit, stdout, stderr } = await magface([...argv, '--out', out.path, '--quiet']);
      expect(stderr).toBe('');
      expect(exit).toBe(0);
      rmSync(join(out.path, 'provenance.json'));
      writeFileSync(join(out.path, 'stdout.txt'), stdout);
      const expected = join(scenario, 'expected');
      if (process.env['UPDATE_FIXTURES'] === '1') {
        rmSync(expected, { recursive: true, force: true });
        mkdirSync(expected);
        for (const file of readdirSync(out.path)) {
          writeFileSync(join(expected, file), readFileSync(join(out.path, file)));
        }
      }
      expect(readdirSync(out.path).sort()).toEqual(readdirSync(expected).sort());
      for (const file of readdirSync(expected)) {
        const text = (folder: string) => readFileSync(join(folder, file), 'utf8');
        expect({ file, text: text(out.path) }).toEqual({ file, text: text(expected) });
      }
    } finally {
      out.remove();
    }
  });
});
