import { describe, expect, test } from '@jest/globals';
import { EXIT, FormatError, UserError } from '../src/errors.js';
import { errorFrom, failureOf } from '../src/thread-failure.js';

const sent = (error: unknown) => errorFrom(structuredClone(failureOf(error)));

describe('an error that is sent from thread to thread', () => {
  test.each([
    new UserError('E_FILE_MISSING', 'there is no file x', 'put it there', EXIT.missingInput),
    new UserError('E_MODEL', 'no remedy', '', EXIT.unusableModel),
    new FormatError('E_NUMBER', { file: 'a:b.txt', line: 3, column: 7 }, 'x: y', 'write digits'),
    new FormatError('E_TEXT_LONG', { file: 'f', line: 1 }, 'too long', ''),
    new FormatError('E_IJB_DETECTOR', { file: 'f' }, 'no line', 'take all'),
  ])('is the same: $message', (error) => {
    const found = sent(error);
    expect(found).toBeInstanceOf(error.constructor);
    expect(found.message).toBe(error.message);
    expect(Object.entries(found)).toEqual(Object.entries(error));
  });

  test('is no error of the user where it was none, and keeps its stack in its message', () => {
    const found = sent(new RangeError('a mistake of ours'));
    expect(found).not.toBeInstanceOf(UserError);
    expect(found.message).toMatch(/^RangeError: a mistake of ours\n {4}at /);
    expect(sent('a string').message).toBe('a string');
  });
});
