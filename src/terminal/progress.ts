import { type Options, SingleBar } from 'cli-progress';
import type { Work } from '../talk.js';
import { durationText, rateText } from './figures.js';
import type { Stream } from './terminal.js';

/** How a measured piece of work is shown on its way. */
export interface Progress extends Work {
  /** Writes `line` without tearing what is shown. */
  interrupt(line: string): void;
}

export interface Task {
  readonly what: string;
  readonly total: number;
  readonly unit: string;
}

/** The time in milliseconds, for rates and the time left. */
export type Now = () => number;

/** The speed is that of the last ten seconds, so that a part done in no time (read from a store) is soon forgotten. */
const WINDOW_MS = 10_000;

/** How far a piece of work is, how fast it goes, and how long it will take. */
class Pace {
  readonly #began: number;
  readonly #samples: { readonly at: number; readonly done: number }[];
  done = 0;

  constructor(
    readonly task: Task,
    readonly now: Now,
  ) {
    this.#began = now();
    this.#samples = [{ at: this.#began, done: 0 }];
  }

  advance(by: number): void {
    this.done = Math.min(this.done + by, this.task.total);
    const at = this.now();
    this.#samples.push({ at, done: this.done });
    while (this.#samples.length > 2 && this.#samples[1]!.at <= at - WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Such as `3120/7701 images  310/s  15 s left`; without speed where no time has passed. */
  get text(): string {
    const { total, unit } = this.task;
    const first = this.#samples[0]!;
    const last = this.#samples.at(-1)!;
    const rate = (1000 * (last.done - first.done)) / (last.at - first.at);
    const counts = `${this.done}/${total} ${unit}`;
    if (!(rate > 0 && Number.isFinite(rate))) return counts;
    const left = (total - this.done) / rate;
    return `${counts}  ${rateText(rate)}/s  ${durationText(left)} left`;
  }

  /** Such as `7701 images in 25 s (308/s)`. */
  get summary(): string {
    const { total, unit } = this.task;
    const seconds = (this.now() - this.#began) / 1000;
    const counts = this.done < total ? `${this.done} of ${total} ${unit}` : `${total} ${unit}`;
    const rate = seconds > 0 ? ` (${rateText(this.done / seconds)}/s)` : '';
    return `${counts} in ${durationText(seconds)}${rate}`;
  }

  get percent(): number {
    return this.task.total === 0 ? 100 : Math.floor((100 * this.done) / this.task.total);
  }
}

const BAR_WIDTH = 24;
const FRAME_MS = 100;

/** cli-progress redraws by a timer; one that holds the process would keep it alive after an error in mid-work. */
class QuietTimerBar extends SingleBar {
  override render(): void {
    super.render();
    (Reflect.get(this, 'timer') as NodeJS.Timeout | null)?.unref();
  }
}

/**
 * A bar that is drawn over itself and leaves one line of summary; for terminals.
 *
 * @param say turns a remark into the line to be written
 */
export function barProgress(
  stream: Stream,
  task: Task,
  now: Now,
  say: (text: string) => string,
): Progress {
  const pace = new Pace(task, now);
  const options: Options = {
    stream,
    format: (_, { progress }) => fit(barLine(pace, progress), stream.columns),
    fps: 1000 / FRAME_MS,
    clearOnComplete: true,
    // The process must never be killed with the terminal's cursor or wrapping switched off.
    hideCursor: null,
    linewrap: true,
    gracefulExit: false,
  };
  const bar = new QuietTimerBar(options);
  const start = () => {
    bar.start(task.total, pace.done);
  };
  start();
  let over = false;
  return {
    advance: (by) => {
      pace.advance(by);
      bar.update(pace.done);
    },
    interrupt: (line) => {
      bar.stop();
      stream.write(line);
      if (!over) start();
    },
    end: () => {
      if (over) return;
      over = true;
      bar.stop();
      stream.write(say(`${task.what}: ${pace.summary}`));
    },
  };
}

function barLine(pace: Pace, progress: number): string {
  const filled = Math.floor(BAR_WIDTH * Math.min(1, progress));
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `${pace.task.what} ${bar} ${String(pace.percent).padStart(3)} %  ${pace.text}`;
}

/** A line that wraps cannot be drawn over. */
function fit(line: string, columns = 80): string {
  return line.length < columns ? line : line.slice(0, Math.max(0, columns - 1));
}

const LINE_MS = 10_000;

/** One plain line every ten seconds and one at the end; for files and CI, where nothing can be drawn over. */
export function lineProgress(
  stream: Stream,
  task: Task,
  now: Now,
  say: (text: string) => string,
): Progress {
  const pace = new Pace(task, now);
  let told = now();
  let over = false;
  return {
    advance: (by) => {
      pace.advance(by);
      if (now() - told < LINE_MS) return;
      told = now();
      stream.write(say(`${task.what}: ${pace.percent} %  ${pace.text}`));
    },
    interrupt: (line) => {
      stream.write(line);
    },
    end: () => {
      if (over) return;
      over = true;
      stream.write(say(`${task.what}: ${pace.summary}`));
    },
  };
}
