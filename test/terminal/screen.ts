import { Writable } from 'node:stream';

const ESCAPE = '\u001b';

/** A control sequence or one character. */
const PARTS = new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]|${ESCAPE}.|[^]`, 'gu');

/**
 * A stream that shows what a person sees on a terminal: of the control sequences just those a progress bar needs, all
 * others are an error.
 */
export class Screen extends Writable {
  /** Everything that was written, as it was. */
  written = '';
  readonly #lines: string[] = [''];
  #row = 0;
  #column = 0;
  #saved: readonly [number, number] = [0, 0];

  constructor(
    readonly isTTY: boolean,
    readonly columns = 80,
  ) {
    super({ decodeStrings: false });
  }

  get lines(): readonly string[] {
    return this.#lines.map((line) => line.trimEnd());
  }

  override _write(text: string, _: string, done: () => void): void {
    this.written += text;
    for (const part of text.match(PARTS) ?? []) this.#take(part);
    done();
  }

  #take(part: string): void {
    if (part === '\n') {
      this.#row++;
      this.#column = 0;
      this.#lines[this.#row] ??= '';
    } else if (part === '\x1b7') this.#saved = [this.#row, this.#column];
    else if (part === '\x1b8') [this.#row, this.#column] = this.#saved;
    else if (part === '\x1b[1G') this.#column = 0;
    else if (part === '\x1b[0K') this.#lines[this.#row] = this.#left();
    else if (part === '\x1b[2K') this.#lines[this.#row] = '';
    else if (part.startsWith(`${ESCAPE}[`) && part.endsWith('m')) return;
    else if (part.startsWith('\x1b')) throw new Error(`unknown sequence ${JSON.stringify(part)}`);
    else {
      this.#lines[this.#row] =
        this.#left() + part + this.#lines[this.#row]!.slice(this.#column + 1);
      this.#column++;
    }
  }

  #left(): string {
    return this.#lines[this.#row]!.slice(0, this.#column).padEnd(this.#column);
  }
}
