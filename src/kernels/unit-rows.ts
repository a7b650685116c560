import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

interface Kernel {
  makeUnit(rows: number, dim: number, count: number, lengths: number): void;
}

/** What `plainUnitRows` in src/embeddings/unit-rows.ts returns; undefined where the kernel is not there. */
export function vectorUnitRows(dim: number, count: number) {
  const module = kernelOf('unit-rows');
  if (module === undefined) return undefined;
  const layout = new Layout();
  const [rows, lengths] = [layout.room(4 * dim * count), layout.room(8 * count)];
  const memory = layout.memory();
  if (memory === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  return {
    rows: new Float32Array(memory.buffer, rows, dim * count),
    lengths: new Float64Array(memory.buffer, lengths, count),
    makeUnit: (some: number) => {
      kernel.makeUnit(rows, dim, some, lengths);
    },
  };
}
