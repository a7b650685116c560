import { kernelOf } from './kernel.js';
import { Layout } from './layout.js';

/** Bytes of the longest block. */
const BLOCK = 1 << 19;
/** What the kernel may read behind a block. */
const BEHIND = 32;
/** The shortest line is a letter, eleven digits apart by spaces, and its end. */
const LINES = Math.ceil(BLOCK / 24);
/** Powers of ten for as many digits behind a point as the kernel takes. */
const POWERS = 16;

interface Kernel {
  parse(
    at: number,
    end: number,
    begins: number,
    powers: number,
    starts: number,
    ends: number,
    scores: number,
    stop: number,
  ): number;
}

/**
 * What reads the usual lines at the beginning of a block as the plain way of src/datasets/formats/ijb-detector.ts does, but for numbers
 * of more than fifteen bytes, a last line without an end and a block of more than half a mebibyte, which it leaves to that; undefined
 * where the kernel is not there. What it tells is overwritten by the next block.
 *
 * @param begins 1 for each byte that may begin a part of a plain path, else 0
 */
export function wideScores(begins: Uint8Array) {
  const module = kernelOf('detector-scores');
  if (module === undefined) return undefined;
  const layout = new Layout();
  const stopAt = layout.room(4);
  const classes = layout.room(begins.length);
  const powers = layout.room(8 * POWERS);
  const text = layout.room(BLOCK + BEHIND);
  const starts = layout.room(4 * LINES);
  const ends = layout.room(4 * LINES);
  const scores = layout.room(4 * LINES);
  const memory = layout.memory();
  if (memory === undefined) return undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  const { buffer } = memory;
  const copy = new Uint8Array(buffer, text, BLOCK);
  const stop = new Uint32Array(buffer, stopAt, 1);
  new Uint8Array(buffer, classes, begins.length).set(begins);
  new Float64Array(buffer, powers, POWERS).set(
    Array.from({ length: POWERS }, (_, i) => Number(`1e${i}`)),
  );
  const told = {
    /** Where the block begins in what `starts` and `ends` tell. */
    origin: text,
    starts: new Uint32Array(buffer, starts, LINES),
    ends: new Uint32Array(buffer, ends, LINES),
    scores: new Float32Array(buffer, scores, LINES),
  };
  return (block: Uint8Array) => {
    if (block.length > BLOCK) return { ...told, at: 0, count: 0 };
    copy.set(block);
    const to = text + block.length;
    const count = kernel.parse(text, to, classes, powers, starts, ends, scores, stopAt);
    return { ...told, at: stop[0]! - text, count };
  };
}
