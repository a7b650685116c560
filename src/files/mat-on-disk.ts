import { createHash } from 'node:crypto';
import { FormatError } from '../errors.js';
import { withFile } from './byte-source.js';
import { MOST_BYTES } from './mat-elements.js';
import { readMat, type MatArray } from './mat-file.js';

/**
 * The variables of the MATLAB v5 file at `path` by name, and the sha256 (hex) of the file.
 * @throws UserError E_FILE_MISSING (66), E_FILE_READ (74); FormatError E_MAT_LARGE before anything is read, and those of `readMat`
 */
export async function readMatFile(
  path: string,
): Promise<{ readonly variables: ReadonlyMap<string, MatArray>; readonly digest: string }> {
  const bytes = await withFile(path, async (source) => {
    if (source.size > MOST_BYTES) {
      const what = `${source.size} bytes, at most ${MOST_BYTES} are read`;
      throw new FormatError(
        'E_MAT_LARGE',
        { file: path },
        what,
        'check that this is the right file',
      );
    }
    const whole = Buffer.alloc(source.size);
    await source.fill(whole);
    return whole;
  });
  return {
    variables: readMat(bytes, path),
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}
