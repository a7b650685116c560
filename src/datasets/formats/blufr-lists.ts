import { FormatError } from '../../errors.js';
import { wholeNumber } from '../../files/integers.js';
import { quote } from '../../files/quote.js';
import type { Line } from '../../files/text-lines.js';
import type { LfwPicture } from './lfw-pairs.js';
import { plainName } from './paths.js';

const AS_DISTRIBUTED = "use the list as BLUFR's toolkit distributes it";

/** A picture as the list names it, and where. */
export interface ListedPicture extends LfwPicture {
  readonly file: string;
  readonly line: number;
}

/**
 * The pictures of every trial in one of BLUFR's lists (`gallery_set.txt`, `probe_set.txt`): the number of trials, then for each
 * their number n and n lines `INDEX, NAME_0001.jpg`. Pictures are known by their names; the index, from 1, is one into BLUFR's
 * own list of pictures.
 *
 * Source: list/README.txt of the toolkit, version 1.0.
 * @throws FormatError E_BLUFR_LIST, E_NUMBER, E_PATH_TRAVERSAL with file and line
 */
export function parseBlufrList(lines: Iterable<Line>, file: string): ListedPicture[][] {
  const trials: ListedPicture[][] = [];
  let announced: number | undefined;
  let left = 0;
  let last = 0;
  for (const { number, text } of lines) {
    last = number;
    const fail = (what: string) =>
      new FormatError('E_BLUFR_LIST', { file, line: number }, what, AS_DISTRIBUTED);
    if (announced === undefined || left === 0) {
      const of = announced === undefined ? 'trials' : 'pictures of a trial';
      const count = wholeNumber({ text, file, line: number, column: 1 }, `the number of ${of}`);
      if (announced === undefined) announced = count;
      else {
        if (trials.length === announced) throw fail(`more than ${announced} trials`);
        trials.push([]);
        left = count;
      }
      continue;
    }
    const found = /^(\d+), (.+)_(\d{4})\.[A-Za-z]+$/.exec(text);
    if (found === null) {
      throw fail(`expected INDEX, NAME_0001.jpg, found ${quote(text)}`);
    }
    const [, , name = '', count = ''] = found;
    const person = plainName({ text: name, file, line: number, column: text.indexOf(name) + 1 });
    trials.at(-1)!.push({ person, number: Number(count), file, line: number });
    left--;
  }
  if (announced === undefined || left > 0 || trials.length < announced) {
    const what =
      announced === undefined
        ? 'is empty'
        : `ends ${left > 0 ? `${left} pictures` : `${announced - trials.length} trials`} too early`;
    throw new FormatError('E_BLUFR_LIST', { file, line: Math.max(1, last) }, what, AS_DISTRIBUTED);
  }
  return trials;
}
