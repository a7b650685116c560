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
