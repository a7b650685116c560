import picocolors from 'picocolors';
import { SILENT, type Talk } from '../talk.js';
import { barProgress, lineProgress, type Now, type Progress } from './progress.js';
import { canRedraw, colourWanted, type Env, printable, type Stream } from './terminal.js';

/**
 * A Talk on `stream`, the process's stderr: remarks as dim lines `magface: ...`, work as a bar on a terminal and as a
 * plain line every ten seconds elsewhere; with `quiet` nothing.
 *
 * @param now milliseconds, of any origin
 */
export function createTalk(
  stream: Stream,
  {
    quiet = false,
    env = process.env,
    clock = () => performance.now(),
  }: { readonly quiet?: boolean | undefined; readonly env?: Env; readonly clock?: Now } = {},
): Talk {
  if (quiet) return SILENT;
  const { dim } = picocolors.createColors(colourWanted(stream, env));
  const line = (text: string) => `${dim(`magface: ${printable(text)}`)}\n`;
  const show = canRedraw(stream, env) ? barProgress : lineProgress;
  let current: Progress | undefined;
  return {
    remark: (text) => {
      if (current === undefined) stream.write(line(text));
      else current.interrupt(line(text));
    },
    begin: (what, total, unit) => {
      current?.end();
      const progress = show(stream, { what: printable(what), total, unit }, clock, line);
      current = progress;
      return {
        advance: (by) => {
          progress.advance(by);
        },
        end: () => {
          progress.end();
          if (current === progress) current = undefined;
        },
      };
    },
  };
}
