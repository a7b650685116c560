import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { automatic, DEVICES, listDevices, obstacleTo } from '../../src/inference/devices.js';
import { usableThreads } from '../../src/threads.js';
import { PROJECT, temporaryFolder } from '../support/run-cli.js';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('a device', () => {
  test.each([
    { host: 'linux x64', expected: ['cuda', 'cpu'] },
    { host: 'linux arm64', expected: ['cpu'] },
    { host: 'win32 x64', expected: ['directml', 'cpu'] },
    { host: 'darwin arm64', expected: ['cpu'] },
  ])('is tried by itself on $host only where it exists: $expected', ({ host, expected }) => {
    expect(automatic(host)).toEqual(expected);
  });

  test.each([
    { device: 'cpu', host: 'linux arm64', obstacle: undefined },
    { device: 'coreml', host: 'linux x64', obstacle: /no coreml for linux x64, only for darwin/ },
    { device: 'directml', host: 'darwin arm64', obstacle: /no directml .* only for win32/ },
    { device: 'webgpu', host: 'linux arm64', obstacle: /no webgpu for linux arm64/ },
    { device: 'webgpu', host: 'linux x64', obstacle: undefined },
    { device: 'cuda', host: 'win32 x64', obstacle: /no cuda for win32 x64, only for linux x64/ },
    { device: 'cuda', host: 'linux x64', obstacle: /^libonnxruntime_providers_shared.so is not/ },
  ] as const)('$device on $host: $obstacle', ({ device, host, obstacle }) => {
    const found = obstacleTo(device, host, folder.path);
    if (obstacle === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(obstacle);
  });

  test('may run when all of its files are there, and lacks the first that is not', () => {
    const install = (name: string) => {
      writeFileSync(join(folder.path, `libonnxruntime_providers_${name}.so`), '');
    };
    const obstacle = () => obstacleTo('cuda', 'linux x64', folder.path);
    install('shared');
    expect(obstacle()).toBe('libonnxruntime_providers_cuda.so is not installed');
    install('cuda');
    expect(obstacle()).toBeUndefined();
  });

  test('is in the list of what this machine has, the CPU without an obstacle', () => {
    const list = listDevices();
    expect(list.map(({ device }) => device)).toEqual(DEVICES);
    expect(list[0]).toEqual({ device: 'cpu' });
  });

  test('is looked for where the runtime has its own libraries', () => {
    const host = `${process.platform} ${process.arch}`;
    if (host !== 'linux x64') return;
    const bin = join(PROJECT, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64');
    const installed = existsSync(join(bin, 'libonnxruntime_providers_cuda.so'));
    expect(obstacleTo('cuda') === undefined).toBe(installed);
  });
});

describe('the number of threads', () => {
  test.each<{
    env: Record<string, string>;
    cores: number;
    cpuMax?: string;
    n: number;
    why: string;
  }>([
    { env: {}, cores: 8, n: 8, why: 'every core' },
    { env: { SLURM_CPUS_PER_TASK: '3' }, cores: 8, n: 3, why: 'what Slurm gave the task' },
    { env: { SLURM_CPUS_PER_TASK: '16' }, cores: 8, n: 8, why: 'no more than there are' },
    { env: { SLURM_CPUS_PER_TASK: '' }, cores: 8, n: 8, why: 'an empty variable says nothing' },
    { env: { SLURM_CPUS_PER_TASK: 'all' }, cores: 8, n: 8, why: 'nor does a word' },
    { env: {}, cores: 8, cpuMax: 'max 100000\n', n: 8, why: 'a group without a limit' },
    { env: {}, cores: 8, cpuMax: '200000 100000\n', n: 2, why: 'the time of two CPUs' },
    { env: {}, cores: 8, cpuMax: '150000 100000\n', n: 2, why: 'and of one and a half' },
    { env: {}, cores: 8, cpuMax: '5000 100000\n', n: 1, why: 'never less than one' },
    { env: {}, cores: 8, cpuMax: '', n: 8, why: 'an empty file says nothing' },
  ])('is $n: $why', ({ env, cores, cpuMax, n }) => {
    expect(usableThreads(env, cores, cpuMax ?? 'max 100000')).toBe(n);
  });

  test('is at least 1 here', () => {
    expect(usableThreads()).toBeGreaterThanOrEqual(1);
  });
});
