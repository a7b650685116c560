import { EXIT, UserError } from '../errors.js';
import type { ExitCode } from '../errors.js';

/** What the operating system answered, such as `ENOSPC`; empty for errors that are not its own. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What an error says, whoever threw it. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

/**
 * The error to show when a file could not be read: exit 66 where it is not there, else 74.
 * @param code by default E_FILE_MISSING or E_FILE_READ
 */
export function readFailure(path: string, error: unknown, code?: `E_${string}`): UserError {
  const answer = errorCode(error);
  const absent = answer === 'ENOENT' || answer === 'ENOTDIR';
  return new UserError(
    code ?? (absent ? 'E_FILE_MISSING' : 'E_FILE_READ'),
    `${path}: ${absent ? 'no such file' : `cannot be read (${messageOf(error)})`}`,
    absent ? 'check the path' : 'check its permissions and the disk',
    absent ? EXIT.missingInput : EXIT.ioError,
    { cause: error },
  );
}

/**
 * The error to show when something could not be written: exit 73 where it could not be created, 74 where the disk is
 * full or failed, 75 where the system is short of handles for now.
 */
export function writeFailure(code: `E_${string}`, path: string, error: unknown): UserError {
  const [remedy, exit] = REMEDIES[errorCode(error)] ?? ['check the disk', EXIT.ioError];
  return new UserError(code, `${path}: cannot be written (${messageOf(error)})`, remedy, exit, {
    cause: error,
  });
}

const ELSEWHERE = ['name a folder that can be written to', EXIT.cannotCreate] as const;
const LATER = ['close other programs and run again', EXIT.tryAgain] as const;
const FULL = ['make room and run again: what was finished is kept', EXIT.ioError] as const;

const REMEDIES: Readonly<Record<string, readonly [remedy: string, exit: ExitCode] | undefined>> = {
  EACCES: ELSEWHERE,
  EPERM: ELSEWHERE,
  EROFS: ELSEWHERE,
  // A recursive mkdir on a read-only file system says ENOENT.
  ENOENT: ELSEWHERE,
  ENOTDIR: ELSEWHERE,
  EISDIR: ELSEWHERE,
  EEXIST: ELSEWHERE,
  ENOTEMPTY: ELSEWHERE,
  ENAMETOOLONG: ELSEWHERE,
  EMFILE: LATER,
  ENFILE: LATER,
  EAGAIN: LATER,
  ENOSPC: FULL,
  EDQUOT: FULL,
};
