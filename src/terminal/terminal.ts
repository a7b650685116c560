/** A stream of the process, or a test's in its place. */
export type Stream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Whether text on `stream` is to be coloured.
 *
 * NO_COLOR, set and not empty, forbids it (no-color.org); otherwise FORCE_COLOR orders it, or forbids it as `0` or
 * `false`; otherwise a terminal that is not `dumb` takes colours, and a file or a pipe, as in CI, does not.
 */
export function colourWanted(stream: Stream, env: Env): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * Whether a line on `stream` can be drawn over again, as a progress bar is: on a terminal that is not `dumb`, and not in
 * CI, where some runners pretend to be terminals and keep every frame.
 */
export function canRedraw(stream: Stream, env: Env): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb' && !isSet(env['CI']);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** The text on one line without control characters, which could steer the terminal it is shown on. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
