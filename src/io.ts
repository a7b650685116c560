import type { ExitCode } from './errors.js';

/** The part of a process a command may touch. The real one is `process`; tests hand in their own. */
export interface Io {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user interrupts (SIGINT) or the machine is going down (SIGTERM). */
  readonly signal: AbortSignal;
  /** Makes `exit` the code of a run that ends well but brings bad news, such as a gate that failed. */
  readonly leaveWith: (exit: ExitCode) => void;
}
