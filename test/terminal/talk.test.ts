import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createTalk } from '../../src/terminal/talk.js';
import { Screen } from './screen.js';

let time = 0;
const clock = () => time;

function wait(seconds: number): void {
  time += 1000 * seconds;
  jest.advanceTimersByTime(1000 * seconds);
}

beforeEach(() => {
  time = 0;
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('on a terminal', () => {
  test('work is a bar with its share, its counts, its speed and the time left', () => {
    const screen = new Screen(true);
    const work = createTalk(screen, { env: {}, clock }).begin('Embedding', 200, 'pictures');
    wait(1);
    work.advance(50);
    wait(1);
    expect(screen.lines).toEqual([
      'Embedding ██████░░░░░░░░░░░░░░░░░░  25 %  50/200 pictures  50/s  3 s left',
    ]);
    work.end();
  });

  test('the bar leaves one line of summary behind', () => {
    const screen = new Screen(true);
    const work = createTalk(screen, { env: {}, clock }).begin('Embedding', 200, 'pictures');
    for (let second = 0; second < 4; second++) {
      wait(1);
      work.advance(50);
    }
    work.end();
    expect(screen.lines).toEqual(['magface: Embedding: 200 pictures in 4 s (50/s)', '']);
  });

  test('a remark stands above the bar and does not tear it', () => {
    const screen = new Screen(true);
    const talk = createTalk(screen, { env: {}, clock });
    talk.remark('running on cpu');
    const work = talk.begin('Embedding', 4, 'pictures');
    wait(1);
    work.advance(1);
    talk.remark('a.jpg is grey');
    wait(1);
    expect(screen.lines.slice(0, 2)).toEqual(['magface: running on cpu', 'magface: a.jpg is grey']);
    expect(screen.lines[2]).toMatch(/^Embedding █{6}░{18} {2}25 % {2}1\/4 pictures/);
    work.advance(3);
    work.end();
    expect(screen.lines[2]).toBe('magface: Embedding: 4 pictures in 2 s (2.0/s)');
    expect(screen.lines).toHaveLength(4);
  });

  test('work that is ended early says how far it came', () => {
    const screen = new Screen(true);
    const work = createTalk(screen, { env: {}, clock }).begin('Embedding', 200, 'pictures');
    wait(1);
    work.advance(50);
    work.end();
    work.end();
    expect(screen.lines).toEqual(['magface: Embedding: 50 of 200 pictures in 1 s (50/s)', '']);
  });

  test('the next piece of work ends the one before', () => {
    const screen = new Screen(true);
    const talk = createTalk(screen, { env: {}, clock });
    talk.begin('Reading', 2, 'files').advance(2);
    talk.begin('Embedding', 3, 'pictures').end();
    expect(screen.lines).toEqual([
      'magface: Reading: 2 files in 0 s',
      'magface: Embedding: 0 of 3 pictures in 0 s',
      '',
    ]);
  });

  test('the bar never wraps, since then it could not be drawn over', () => {
    const screen = new Screen(true, 40);
    const work = createTalk(screen, { env: {}, clock }).begin('Embedding', 200, 'pictures');
    wait(1);
    work.advance(50);
    wait(1);
    expect(screen.lines[0]!.length).toBeLessThan(40);
    work.end();
  });

  test('the cursor and the wrapping of lines are left alone, so that a killed run leaves both', () => {
    const screen = new Screen(true);
    const work = createTalk(screen, { env: {}, clock }).begin('Embedding', 2, 'pictures');
    wait(1);
    work.end();
    expect(screen.written).not.toContain('\u001b[?');
  });

  test('a part done in no time does not promise the speed of the rest for long', () => {
    const screen = new Screen(true, 120);
    const work = createTalk(screen, { env: {}, clock }).begin('Embedding', 1000, 'pictures');
    wait(0.01);
    work.advance(500);
    for (let second = 0; second < 12; second++) {
      wait(1);
      work.advance(10);
    }
    wait(1);
    expect(screen.lines[0]).toContain('620/1000 pictures  10/s  38 s left');
    work.end();
  });
});

describe('where nothing can be drawn over', () => {
  test.each([
    { screen: new Screen(false), env: {}, why: 'a file or a pipe' },
    { screen: new Screen(true), env: { CI: 'true' }, why: 'CI keeps every frame' },
    { screen: new Screen(true), env: { TERM: 'dumb' }, why: 'no control sequences' },
  ])('work is a plain line every ten seconds and one at the end: $why', ({ screen, env }) => {
    const work = createTalk(screen, { env: { NO_COLOR: '1', ...env }, clock }).begin(
      'Embedding',
      200,
      'pictures',
    );
    for (let second = 0; second < 25; second++) {
      wait(1);
      work.advance(8);
    }
    work.end();
    expect(screen.written).toBe(
      'magface: Embedding: 40 %  80/200 pictures  8.0/s  15 s left\n' +
        'magface: Embedding: 80 %  160/200 pictures  8.0/s  5 s left\n' +
        'magface: Embedding: 200 pictures in 25 s (8.0/s)\n',
    );
  });
});

describe('in quiet', () => {
  test('nothing is written', () => {
    const screen = new Screen(true);
    const talk = createTalk(screen, { quiet: true, env: {}, clock });
    talk.remark('running on cpu');
    const work = talk.begin('Embedding', 2, 'pictures');
    wait(20);
    work.advance(2);
    work.end();
    expect(screen.written).toBe('');
  });
});

test('a remark cannot steer the terminal', () => {
  const screen = new Screen(false);
  createTalk(screen, { env: {}, clock }).remark('name \u001b[2J\u0007 of\na picture');
  expect(screen.written).toBe('magface: name  [2J  of a picture\n');
});

test('the bar does not keep a process alive whose work was never ended', async () => {
  jest.useRealTimers();
  const timers = () =>
    process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();
  const work = createTalk(new Screen(true), { env: {} }).begin('Embedding', 2, 'pictures');
  expect(timers()).toBe(before);
  await Promise.resolve();
  work.end();
});
