import { FormatError, UserError, type ExitCode, type Position } from './errors.js';

/** An error on its way between threads, where it would lose its class. */
export interface ThreadFailure {
  readonly message: string;
  /** Absent where it is a mistake of ours. */
  readonly user?: {
    readonly code: `E_${string}`;
    readonly what: string;
    readonly remedy: string;
    readonly exit: ExitCode;
    /** Where the fault stands, of a FormatError. */
    readonly position?: Position;
  };
}

/** The error in a form that can be sent. */
export function failureOf(error: unknown): ThreadFailure {
  if (!(error instanceof UserError)) {
    // What is not told to users by a message is looked for by its stack.
    return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const { message, code, what, remedy, exit } = error;
  const position = error instanceof FormatError ? error.position : undefined;
  return {
    message,
    user: { code, what, remedy, exit, ...(position === undefined ? {} : { position }) },
  };
}

/** The error that was sent: a UserError or a FormatError of equal fields, or an Error. */
export function errorFrom({ message, user }: ThreadFailure): Error {
  if (user === undefined) return new Error(message);
  const { code, what, remedy, exit, position } = user;
  return position === undefined
    ? new UserError(code, what, remedy, exit)
    : new FormatError(code, position, FormatError.withoutPlace(what, position), remedy);
}
