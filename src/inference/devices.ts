import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where a model can run, by the names users type. */
export const DEVICES = ['cpu', 'cuda', 'tensorrt', 'directml', 'coreml', 'webgpu'] as const;
export type Device = (typeof DEVICES)[number];

/** What a device is to onnxruntime-node 1.30: its README has the table of platforms. */
interface Build {
  /**
   * Execution providers, the first for choice. The CPU is not among them though the runtime falls back to it for single
   * operators: beside it, a provider that this build lacks would be dropped with no more than a warning.
   */
  readonly providers: readonly string[];
  /** Platforms the provider is built for, as `process.platform process.arch`; absent where for all. */
  readonly hosts?: readonly string[];
  /** Files it is made of beside the runtime's own, which npm does not install. */
  readonly libraries?: readonly string[];
}

const SHARED = 'onnxruntime_providers_shared';
const APPLE = ['darwin arm64', 'darwin x64'];
const WINDOWS = ['win32 arm64', 'win32 x64'];

const BUILDS: Readonly<Record<Device, Build>> = {
  cpu: { providers: ['cpu'] },
  cuda: {
    providers: ['cuda'],
    hosts: ['linux x64'],
    libraries: [SHARED, 'onnxruntime_providers_cuda'],
  },
  tensorrt: {
    providers: ['tensorrt', 'cuda'],
    hosts: ['linux x64'],
    libraries: [SHARED, 'onnxruntime_providers_tensorrt', 'onnxruntime_providers_cuda'],
  },
  directml: { providers: ['dml'], hosts: WINDOWS },
  coreml: { providers: ['coreml'], hosts: APPLE },
  webgpu: { providers: ['webgpu'], hosts: [...APPLE, 'linux x64', ...WINDOWS] },
};

/** What `device` is called in the session options of onnxruntime, best first. */
export function providersOf(device: Device): readonly string[] {
  return BUILDS[device].providers;
}

const HOST = `${process.platform} ${process.arch}`;

/**
 * The devices to try for `--device auto` on `host`, best first and the CPU last.
 *
 * TensorRT is left out since it builds an engine for minutes at every start, CoreML and WebGPU since they compute in
 * other precisions: all of them run when asked for by name.
 */
export function automatic(host = HOST): readonly Device[] {
  const best: readonly Device[] = ['cuda', 'directml', 'cpu'];
  return best.filter((device) => BUILDS[device].hosts?.includes(host) ?? true);
}

/**
 * Why `device` cannot run on this installation, as far as that shows without trying; undefined where nothing speaks
 * against it.
 *
 * Asked before the device is tried, since the runtime writes its own complaint to stderr whatever its log level.
 */
export function obstacleTo(device: Device, host = HOST, folder?: string): string | undefined {
  const { hosts, libraries = [] } = BUILDS[device];
  if (hosts?.includes(host) === false) {
    return `the runtime has no ${device} for ${host}, only for ${hosts.join(', ')}`;
  }
  if (libraries.length === 0) return undefined;
  const home = folder ?? runtimeFolder();
  const absent = libraries
    .map((name) => `lib${name}.so`)
    .find((file) => !existsSync(join(home, file)));
  return absent === undefined ? undefined : `${absent} is not installed`;
}

/** What can be said of every device before it is tried: without `obstacle` it may run. */
export function listDevices(): readonly { readonly device: Device; readonly obstacle?: string }[] {
  return DEVICES.map((device) => {
    const obstacle = obstacleTo(device);
    return { device, ...(obstacle === undefined ? {} : { obstacle }) };
  });
}

/** Where onnxruntime-node keeps its libraries for this platform, and looks for those of its providers. */
function runtimeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}

/** What to do where a device asked for by name cannot be had. */
export function remedyFor(device: Device): string {
  if (device === 'cuda' || device === 'tensorrt') {
    return (
      'install the CUDA files with `node node_modules/onnxruntime-node/script/install ' +
      '--onnxruntime-node-install=cuda12` (and cuDNN 9), or use --device cpu'
    );
  }
  return 'use --device auto or --device cpu';
}
