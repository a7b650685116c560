import { readFile } from 'node:fs/promises';
import { EXIT, FormatError, UserError } from '../errors.js';

/**
 * The text of the file `path`, UTF-8, a byte order mark left out; undefined where there is no file.
 * @throws UserError E_FILE_READ (74) where it cannot be read; FormatError E_FILE_TEXT (65) where it is no UTF-8
 */
export async function readText(path: string): Promise<string | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const remedy = 'check its permissions and its disk';
    throw new UserError(
      'E_FILE_READ',
      `${path} cannot be read (${message})`,
      remedy,
      EXIT.ioError,
      {
        cause,
      },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError('E_FILE_TEXT', { file: path }, 'is no UTF-8 text', 'check the file', {
      cause,
    });
  }
}
