import { createWriteStream, existsSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { canRedraw, colourWanted, printable } from '../../src/terminal/terminal.js';
import { writeOut } from '../../src/terminal/write-out.js';
import { Screen } from './screen.js';

const TERMINAL = new Screen(true);
const PIPE = new Screen(false);

describe('colour', () => {
  test.each([
    { stream: TERMINAL, env: {}, wanted: true, why: 'a terminal' },
    { stream: PIPE, env: {}, wanted: false, why: 'a pipe' },
    { stream: TERMINAL, env: { NO_COLOR: '1' }, wanted: false, why: 'no-color.org' },
    { stream: TERMINAL, env: { NO_COLOR: '' }, wanted: true, why: 'empty counts as unset' },
    { stream: PIPE, env: { FORCE_COLOR: '1' }, wanted: true, why: 'asked for' },
    { stream: TERMINAL, env: { FORCE_COLOR: '0' }, wanted: false, why: 'refused' },
    { stream: PIPE, env: { FORCE_COLOR: '1', NO_COLOR: '1' }, wanted: false, why: 'no means no' },
    { stream: TERMINAL, env: { TERM: 'dumb' }, wanted: false, why: 'it would show the codes' },
    { stream: PIPE, env: { CI: 'true' }, wanted: false, why: 'logs are files' },
  ])('on isTTY=$stream.isTTY with $env is $wanted: $why', ({ stream, env, wanted }) => {
    expect(colourWanted(stream, env)).toBe(wanted);
  });
});

test.each([
  { stream: TERMINAL, env: {}, can: true },
  { stream: PIPE, env: {}, can: false },
  { stream: TERMINAL, env: { CI: 'true' }, can: false },
  { stream: TERMINAL, env: { CI: '' }, can: true },
])('a line on isTTY=$stream.isTTY with $env can be drawn over: $can', ({ stream, env, can }) => {
  expect(canRedraw(stream, env)).toBe(can);
});

test.each([
  { text: 'a\tb', shown: 'a b', why: 'a tab would shift columns' },
  { text: '\u001b]0;title\u0007', shown: ' ]0;title ', why: 'it would rename the window' },
  { text: '\u009b2J', shown: ' 2J', why: 'it would clear the screen, in eight bits' },
  { text: 'a\u2028b', shown: 'a b', why: 'a line separator' },
  { text: 'Zoë 王', shown: 'Zoë 王', why: 'letters stay' },
])('$shown is what may be shown of a name: $why', ({ text, shown }) => {
  expect(printable(text)).toBe(shown);
});

describe('writing results', () => {
  test('resolves when all has been taken, however slowly', async () => {
    const taken: number[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _, done) => {
        setTimeout(() => {
          taken.push(chunk.length);
          done();
        }, 5);
      },
    });
    await writeOut(slow, 'x'.repeat(100));
    expect(taken).toEqual([100]);
    expect(slow.listenerCount('error')).toBe(0);
  });

  test('takes a reader that went away as no error', async () => {
    const closed = failing('EPIPE');
    await expect(writeOut(closed, 'x')).resolves.toBeUndefined();
  });

  test('says that the results are lost where the disk is full', async () => {
    await expect(writeOut(failing('ENOSPC'), 'x')).rejects.toMatchObject({
      code: 'E_STDOUT',
      exit: 74,
    });
  });

  test('says so as well of a stream that throws or was ended', async () => {
    const ended = new PassThrough();
    ended.end();
    await expect(writeOut(ended, 'x')).rejects.toMatchObject({ code: 'E_STDOUT' });
  });

  (existsSync('/dev/full') ? test : test.skip)('finds out about a real full device', async () => {
    const full = createWriteStream('/dev/full');
    await expect(writeOut(full, 'x')).rejects.toMatchObject({ code: 'E_STDOUT', exit: 74 });
  });
});

function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done(Object.assign(new Error(code), { code }));
    },
  });
}
