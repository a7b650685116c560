/** The process's exit code for each way a run can end; documented in docs/errors.md. */
export const EXIT = {
  ok: 0,
  gateFailed: 1,
  usage: 2,
  inconclusive: 3,
  badData: 65,
  missingInput: 66,
  unusableModel: 69,
  bug: 70,
  cannotCreate: 73,
  ioError: 74,
  tryAgain: 75,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A mistake in what the user gave us, or in the world the run met: it is shown as one line
 * `CODE what; remedy` without a stack trace. Everything that is not a UserError is our bug.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /**
   * @param code stable name such as `E_MODEL_INPUT`, for scripts and for searching the docs
   * @param what what was found, quoting the offender
   * @param remedy what to do about it; one clause
   * @param exit the process's exit code
   */
  constructor(
    readonly code: `E_${string}`,
    readonly what: string,
    readonly remedy: string,
    readonly exit: ExitCode,
    options?: ErrorOptions,
  ) {
    super(remedy === '' ? `${code} ${what}` : `${code} ${what}; ${remedy}`, options);
  }
}

/** Where in a text file something stands: line and column count from 1, as editors do. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** A file that breaks its own grammar, shown as `CODE file:line:col: what; remedy` (exit code 65). */
export class FormatError extends UserError {
  override readonly name = 'FormatError';

  constructor(
    code: `E_${string}`,
    readonly position: Position,
    what: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(code, `${placeOf(position)}: ${what}`, remedy, EXIT.badData, options);
  }

  /** What was found, out of the `what` that the place stands before. */
  static withoutPlace(what: string, position: Position): string {
    return what.slice(placeOf(position).length + 2);
  }
}

/** Such as `pairs.txt:17:3`. */
function placeOf({ file, line, column }: Position): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
