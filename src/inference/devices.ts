import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where a model can run, by the names users type. */
export const DEVICES = ['cpu', 'cuda', 'tensorrt', 'directml', 'coreml', 'webgpu'] as const;
export type Device = (typeof DEVICES)[number];

/** onnxruntime's name for each execution provider. */
export const PROVIDERS: Readonly<Record<Device, string>> = {
  cpu: 'cpu',
  cuda: 'cuda',
  tensorrt: 'tensorrt',
  directml: 'dml',
  coreml: 'coreml',
  webgpu: 'webgpu',
};

/**
 * The devices to try for `--device auto`, best first and the CPU last.
 *
 * TensorRT is left out since it builds an engine for minutes at every start, CoreML and WebGPU since they compute in
 * other precisions: both run when asked for by name.
 */
export function automatic(platform: NodeJS.Platform): readonly Device[] {
  if (platform === 'win32') return ['cuda', 'directml', 'cpu'];
  if (platform === 'linux') return ['cuda', 'cpu'];
  return ['cpu'];
}

/** Files an execution provider is made of, beside the runtime's own; the others are part of the runtime. */
const LIBRARIES: Readonly<Partial<Record<Device, readonly string[]>>> = {
  cuda: ['onnxruntime_providers_shared', 'onnxruntime_providers_cuda'],
  tensorrt: ['onnxruntime_providers_shared', 'onnxruntime_providers_tensorrt'],
};

/**
 * The first file that `device` needs and this installation lacks; undefined where nothing is lacking.
 *
 * Looked up before the device is tried, since the runtime writes its own complaint about a missing file to stderr whatever
 * its log level.
 */
export function missingLibrary(device: Device): string | undefined {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const folder = join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
  const [before, after] = process.platform === 'win32' ? ['', '.dll'] : ['lib', '.so'];
  return (LIBRARIES[device] ?? [])
    .map((name) => join(folder, `${before}${name}${after}`))
    .find((path) => !existsSync(path));
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
