import { afterAll } from '@jest/globals';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder that holds package.json. */
export const PROJECT = resolve(import.meta.dirname, '..', '..');

/** Real data that is not part of the project; tests that need it are skipped where it is absent. */
export const SHARED = resolve(PROJECT, '..', 'shared');

export interface Run {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What `magface ARGV` leaves, without a terminal: run as a user runs it, in a process of its own, where the folder or the
 * environment matters, and otherwise in one that has loaded the program before.
 */
export function magface(
  argv: readonly string[],
  surroundings: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Run> {
  return Object.keys(surroundings).length === 0 ? runWarm(argv) : runAlone(argv, surroundings);
}

function runAlone(
  argv: readonly string[],
  { cwd = PROJECT, env = {} }: { cwd?: string; env?: Record<string, string> },
): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(PROJECT, 'bin', 'magface.js'), ...argv], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', fail);
    child.on('close', (exit) => {
      done({ exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

interface Warm {
  readonly child: ChildProcess;
  /** Those who wait for an answer, in the order in which they asked. */
  readonly waiting: { readonly done: (run: Run) => void; readonly fail: (error: Error) => void }[];
}

let warm: Warm | undefined;

afterAll(() => {
  warm?.child.disconnect();
  warm = undefined;
});

function runWarm(argv: readonly string[]): Promise<Run> {
  const { child, waiting } = (warm ??= startWarm());
  return new Promise((done, fail) => {
    waiting.push({ done, fail });
    child.send({ argv });
  });
}

function startWarm(): Warm {
  const child = fork(join(PROJECT, 'test', 'support', 'warm-cli.js'), {
    cwd: PROJECT,
    env: { ...process.env, NO_COLOR: '1' },
    execArgv: [],
  });
  const waiting: Warm['waiting'] = [];
  child.on('message', (run) => waiting.shift()?.done(run as Run));
  child.on('exit', (code) => {
    if (warm?.child === child) warm = undefined;
    for (const { fail } of waiting) fail(new Error(`the process of the runs ended with ${code}`));
  });
  return { child, waiting };
}

/** An empty folder, and what removes it again. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'magface-test-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
