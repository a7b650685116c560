import { readFileSync } from 'node:fs';

/** Names of the kernels: the files of `assembly/`. */
export type KernelName =
  | 'byte-rows'
  | 'cosines'
  | 'detector-scores'
  | 'score-buckets'
  | 'sift'
  | 'template-pairs'
  | 'unit-rows'
  | 'vector-sums';

const compiled = new Map<KernelName, WebAssembly.Module | undefined>();

/**
 * The compiled kernel, or undefined where it was not built or WebAssembly with 128-bit vectors is not there; whoever asks has plain
 * code that gives the same bytes.
 */
export function kernelOf(name: KernelName): WebAssembly.Module | undefined {
  if (!compiled.has(name)) compiled.set(name, compile(name));
  return compiled.get(name);
}

function compile(name: KernelName): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(readFileSync(new URL(`./${name}.wasm`, import.meta.url)));
  } catch {
    return undefined;
  }
}
