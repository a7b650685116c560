/** What the session's worker is told, and what it answers. Plain values only: they cross a thread. */

export interface OpenRequest {
  readonly path: string;
  /** Execution providers, the first for choice. */
  readonly providers: readonly string[];
  readonly threads: number;
  readonly optimisation: Optimisation;
}

export const OPTIMISATIONS = ['disabled', 'basic', 'extended', 'all'] as const;
export type Optimisation = (typeof OPTIMISATIONS)[number];

export interface TensorInfo {
  readonly name: string;
  readonly type: string;
  /** A string stands for a free dimension. */
  readonly shape: readonly (number | string)[];
}

export interface Opened {
  /** The runtime and its version: part of what a stored vector is found by. */
  readonly runtime: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

export interface RunRequest {
  readonly input: string;
  readonly output: string;
  readonly type: 'float32' | 'float16' | 'uint8';
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | Uint8Array;
}

export interface Ran {
  readonly dims: readonly number[];
  /** Half-precision numbers come as their 16 bits. */
  readonly data: Float32Array | Float64Array | Uint16Array;
  /** The input's memory, given back to be filled again. */
  readonly input: ArrayBuffer;
}

export type Request =
  { readonly open: OpenRequest } | { readonly run: RunRequest } | { readonly close: true };

export type Answer =
  | { readonly opened: Opened }
  | { readonly ran: Ran }
  | { readonly closed: true }
  | { readonly failed: string };
