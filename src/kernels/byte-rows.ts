import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

interface Kernel {
  toBytes(...places: number[]): void;
}

/**
 * What `plainByteRows` in src/metrics/identification/byte-rows.ts returns, sixteen values at a time; undefined where the kernel is
 * not there.
 */
export function vectorByteRows(dim: number, count: number) {
  const module = kernelOf('byte-rows');
  if (module === undefined) return undefined;
  const layout = new Layout();
  const rows = layout.room(4 * dim * count);
  const bytes = layout.room(dim * count);
  const [scales, errors] = [layout.room(4 * count), layout.room(4 * count)];
  const memory = layout.memory();
  if (memory === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  const { buffer } = memory;
  return {
    rows: new Float32Array(buffer, rows, dim * count),
    bytes: new Uint8Array(buffer, bytes, dim * count),
    scales: new Float32Array(buffer, scales, count),
    errors: new Float32Array(buffer, errors, count),
    toBytes: (some: number, flip: number) => {
      kernel.toBytes(rows, some, dim, bytes, scales, errors, flip);
    },
  };
}
