import type { FormatError } from '../errors.js';
import type { PickleMachine } from './pickle-machine.js';

/** What each opcode stands for that is known and never read, by the character of its byte. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  // OBJ, NEWOBJ, NEWOBJ_EX
  ['o', 'an object of a class'],
  ['\x81', 'an object of a class'],
  ['\x92', 'an object of a class'],
  // PERSID, BINPERSID
  ['P', 'a persistent id'],
  ['Q', 'a persistent id'],
  // EXT1, EXT2, EXT4
  ['\x82', 'a registered extension'],
  ['\x83', 'a registered extension'],
  ['\x84', 'a registered extension'],
  // EMPTY_SET, ADDITEMS, FROZENSET
  ['\x8f', 'a set'],
  ['\x90', 'a set'],
  ['\x91', 'a set'],
  // NEXT_BUFFER, READONLY_BUFFER
  ['\x97', 'a buffer that lies elsewhere'],
  ['\x98', 'a buffer that lies elsewhere'],
]);

/** What else may go by a pickle's name, by its first characters. */
const STRANGERS: readonly (readonly [start: string, what: string])[] = [
  ['version ', 'a Git LFS pointer: run `git lfs pull`'],
  ['PK\x03\x04', 'a zip archive'],
  ['\x1f\x8b', 'compressed by gzip'],
  ['\x93NUMPY', 'an .npy file'],
  ['<', 'an HTML page'],
];

/** The error for the opcode `code`, which no reader of pickles takes: E_PICKLE_OPCODE. */
export function unreadOpcode(machine: PickleMachine, code: string): FormatError {
  const start = Buffer.from(machine.bytes.subarray(0, 8)).toString('latin1');
  const stranger = STRANGERS.find(([text]) => start.startsWith(text))?.[1];
  if (stranger !== undefined) {
    return machine.refuse('E_PICKLE_OPCODE', `no pickle: it is ${stranger}`);
  }
  const known = REFUSED.get(code);
  if (known !== undefined) {
    return machine.refuse('E_PICKLE_OPCODE', `${known} is not read`, 'save lists and bytes');
  }
  const shown = code.charCodeAt(0).toString(16).padStart(2, '0');
  return machine.refuse('E_PICKLE_OPCODE', `0x${shown} is no opcode of a pickle`);
}
