import { EXIT, UserError } from '../errors.js';

/**
 * Resolves when `stream` has taken all of `text`, or its reader has gone away (`magface ... | head`), which is no error.
 * @throws UserError E_STDOUT (exit 74) where it cannot be written, as on a full disk
 */
export function writeOut(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null) => {
      if (error === undefined || error === null || error.code === 'EPIPE') resolve();
      else reject(stdoutError(error));
    };
    // Without a listener a failed write ends the process; the event may come after the callback.
    const listener = (error: Error) => {
      settle(error);
    };
    stream.on('error', listener);
    try {
      stream.write(text, (error) => {
        if (error === undefined || error === null) stream.off('error', listener);
        settle(error);
      });
    } catch (error) {
      settle(error as NodeJS.ErrnoException);
    }
  });
}

function stdoutError(error: Error): UserError {
  return new UserError(
    'E_STDOUT',
    `standard output cannot be written (${error.message})`,
    'make room, or use --out for files',
    EXIT.ioError,
    { cause: error },
  );
}
