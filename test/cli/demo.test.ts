/** The demonstration, run as a newcomer runs it: it must keep what its README claims. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { magface, temporaryFolder, type Run } from '../support/run-cli.js';

const folder = temporaryFolder();
let run: Run;

beforeAll(async () => {
  run = await magface(['demo'], { cwd: folder.path });
});
afterAll(folder.remove);

const out = (name: string) => join(folder.path, 'magface-demo', name);

function columns(name: string): (line: Record<string, string>) => Record<string, string>[] {
  const [header, ...lines] = readFileSync(out(name), 'utf8').trim().split('\n');
  const names = header!.split(',');
  const rows = lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((column, i) => [column, cells[i]!]));
  });
  return (wanted) =>
    rows.filter((row) => Object.entries(wanted).every(([key, value]) => row[key] === value));
}

describe('magface demo', () => {
  test('ends well and says what to look at, and that is there', () => {
    expect(run.exit).toBe(0);
    const named = [...run.stderr.matchAll(/magface-demo\/(\S+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(4);
    for (const name of named) expect(existsSync(out(name))).toBe(true);
  });

  test('verifies the synthetic persons, degraded pictures among them, with 97 % or more', () => {
    const metrics = JSON.parse(readFileSync(out('metrics.json'), 'utf8')) as Record<string, number>;
    expect(metrics['demo/accuracy']).toBeGreaterThanOrEqual(0.97);
  });

  test('loses two thirds of its errors and more when 30 % are rejected by magnitude, and none at random', () => {
    const at = (quality: string, discard: string) =>
      Number(columns('erc.csv')({ quality, discard })[0]!['error']);
    expect(at('magnitude', '0.3')).toBeLessThan(at('magnitude', '0') / 3);
    for (const discard of ['0.1', '0.3', '0.5']) {
      expect(Math.abs(at('random', discard) / at('random', '0') - 1)).toBeLessThan(0.05);
    }
  });

  test('shows a magnitude that falls at every step of every degradation', () => {
    const all = columns('degradation.csv');
    const kinds = [...new Set(all({}).map(({ kind }) => kind!))];
    expect(kinds.length).toBeGreaterThanOrEqual(5);
    for (const kind of kinds) {
      const magnitudes = all({ kind }).map(({ magnitude }) => Number(magnitude));
      expect(magnitudes).toHaveLength(5);
      expect(magnitudes).toEqual([...magnitudes].sort((a, b) => b - a));
      expect(new Set(magnitudes).size).toBe(5);
    }
  });

  test('draws the faces from worst to best, and the pairs behind the worst errors', () => {
    expect(statSync(out('faces_by_quality.jpg')).size).toBeGreaterThan(50_000);
    expect(statSync(out('worst_errors.jpg')).size).toBeGreaterThan(30_000);
  });
});
