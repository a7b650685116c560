import {
  buildTop,
  calledOf,
  foreign,
  globalOf,
  isKind,
  isSequence,
  textOf,
} from './pickle-calls.js';
import { PickleMachine } from './pickle-machine.js';
import { unreadOpcode } from './pickle-refused.js';
import {
  decimalFloat,
  decimalInteger,
  escapedText,
  longInteger,
  quotedBytes,
  utf8Text,
} from './pickle-texts.js';
import type { PickleDict, PickleSequence, PickleValue } from './pickle-values.js';

const HIGHEST_PROTOCOL = 5;

/** What a pickle holds, and the offset of the first byte behind it. */
export interface Pickle {
  readonly value: PickleValue;
  readonly end: number;
}

/**
 * The value of a Python pickle, protocols 0 to 5. Python 2's strings are bytes, as they were.
 *
 * Nothing is executed: of all that a pickle may call only those few are known that make bytes, NumPy's arrays of numbers and
 * their items, and each is a function here. Any other name is refused, and so are objects of other classes, persistent ids,
 * registered extensions, sets, and buffers that lie elsewhere. Steps are counted, bytes that
 * are made are no more than the file has, and no length is believed before the file was found to be as long.
 *
 * Source: Python's Lib/pickletools.py, which documents every opcode; PEP 307, 3154, 574.
 * @throws FormatError E_PICKLE_... with the byte of the opcode
 */
export function readPickle(bytes: Uint8Array, file: string): Pickle {
  const machine = new PickleMachine(bytes, file);
  for (;;) {
    const code = String.fromCharCode(machine.opcode());
    if (code === STOP) return { value: machine.result(), end: machine.at };
    const make = VALUES.get(code);
    const act = ACTIONS.get(code);
    if (make !== undefined) machine.push(make(machine));
    else if (act !== undefined) act(machine);
    else throw unreadOpcode(machine, code);
  }
}

const STOP = '.';

/** Opcodes that put a value on the stack, by the character of their byte. */
const VALUES: ReadonlyMap<string, (machine: PickleMachine) => PickleValue> = new Map<
  string,
  (machine: PickleMachine) => PickleValue
>([
  ['N', () => null],
  ['\x88', () => true],
  ['\x89', () => false],
  // INT, LONG, BININT, BININT1, BININT2, LONG1, LONG4
  ['I', decimal],
  ['L', (m) => decimalInteger(withoutSuffix(m.line()), m.refuse)],
  ['J', (m) => m.unsigned(4) | 0],
  ['K', (m) => m.unsigned(1)],
  ['M', (m) => m.unsigned(2)],
  ['\x8a', (m) => longInteger(m.take(m.unsigned(1)), m.refuse)],
  ['\x8b', (m) => longInteger(m.take(m.unsigned(4)), m.refuse)],
  // FLOAT, BINFLOAT
  ['F', (m) => decimalFloat(m.line(), m.refuse)],
  ['G', (m) => float64(m.take(8))],
  // STRING, BINSTRING, SHORT_BINSTRING, BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8
  ['S', (m) => quotedBytes(m.line(), m.refuse)],
  ['T', (m) => m.take(m.unsigned(4))],
  ['U', (m) => m.take(m.unsigned(1))],
  ['B', (m) => m.take(m.unsigned(4))],
  ['C', (m) => m.take(m.unsigned(1))],
  ['\x8e', (m) => m.take(m.unsigned(8))],
  ['\x96', (m) => m.take(m.unsigned(8))],
  // UNICODE, BINUNICODE, SHORT_BINUNICODE, BINUNICODE8
  ['V', (m) => escapedText(m.line(), m.refuse)],
  ['X', (m) => utf8Text(m.take(m.unsigned(4)), m.refuse)],
  ['\x8c', (m) => utf8Text(m.take(m.unsigned(1)), m.refuse)],
  ['\x8d', (m) => utf8Text(m.take(m.unsigned(8)), m.refuse)],
  // EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE, EMPTY_LIST, LIST, EMPTY_DICT, DICT
  [')', () => sequence('tuple', [])],
  ['\x85', (m) => sequence('tuple', popped(m, 1))],
  ['\x86', (m) => sequence('tuple', popped(m, 2))],
  ['\x87', (m) => sequence('tuple', popped(m, 3))],
  ['t', (m) => sequence('tuple', m.popMark())],
  [']', () => sequence('list', [])],
  ['l', (m) => sequence('list', m.popMark())],
  ['}', () => ({ kind: 'dict', keys: [], values: [] })],
  ['d', (m) => withItems(m, { kind: 'dict', keys: [], values: [] }, m.popMark())],
  // DUP, GET, BINGET, LONG_BINGET
  ['2', (m) => m.top()],
  ['g', (m) => m.kept(memoKey(m))],
  ['h', (m) => m.kept(m.unsigned(1))],
  ['j', (m) => m.kept(m.unsigned(4))],
  // GLOBAL, STACK_GLOBAL, REDUCE
  ['c', (m) => globalOf(m, nameIn(m.line()), nameIn(m.line()))],
  ['\x93', stackGlobal],
  ['R', calledOf],
]);

/** Opcodes that change what lies on the stack or beside it. */
const ACTIONS: ReadonlyMap<string, (machine: PickleMachine) => void> = new Map<
  string,
  (machine: PickleMachine) => void
>([
  // PROTO, FRAME
  ['\x80', requireProtocol],
  ['\x95', requireFrame],
  // MARK, POP, POP_MARK
  ['(', mark],
  ['0', drop],
  ['1', dropMark],
  // APPEND, APPENDS, SETITEM, SETITEMS
  ['a', append],
  ['e', appends],
  ['s', setItem],
  ['u', setItems],
  // PUT, BINPUT, LONG_BINPUT, MEMOIZE
  ['p', put],
  ['q', binPut],
  ['r', longBinPut],
  ['\x94', memoize],
  // BUILD, INST
  ['b', buildTop],
  ['i', refuseInstance],
]);

function requireProtocol(machine: PickleMachine): void {
  const protocol = machine.unsigned(1);
  if (protocol <= HIGHEST_PROTOCOL) return;
  throw machine.refuse('E_PICKLE_PROTOCOL', `protocol ${protocol} is not known`, 'save it with 4');
}

/** A frame only says how far to read ahead. */
function requireFrame(machine: PickleMachine): void {
  const length = machine.unsigned(8);
  const rest = machine.bytes.length - machine.at;
  if (length <= rest) return;
  throw machine.refuse('E_PICKLE_SHORT', `a frame of ${length} bytes where ${rest} are left`);
}

function mark(machine: PickleMachine): void {
  machine.mark();
}

function drop(machine: PickleMachine): void {
  machine.drop();
}

function dropMark(machine: PickleMachine): void {
  machine.popMark();
}

function put(machine: PickleMachine): void {
  machine.keep(memoKey(machine));
}

function binPut(machine: PickleMachine): void {
  machine.keep(machine.unsigned(1));
}

function longBinPut(machine: PickleMachine): void {
  machine.keep(machine.unsigned(4));
}

function memoize(machine: PickleMachine): void {
  machine.memoize();
}

function append(machine: PickleMachine): void {
  const item = machine.pop();
  listAtTop(machine).push(item);
}

function appends(machine: PickleMachine): void {
  const items = machine.popMark();
  const list = listAtTop(machine);
  for (const item of items) list.push(item);
}

function listAtTop(machine: PickleMachine): PickleValue[] {
  const list = machine.top();
  if (isSequence(list, 'list')) return list.items;
  throw machine.unexpected('a list', list);
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  addItems(machine, [machine.pop(), value]);
}

function setItems(machine: PickleMachine): void {
  addItems(machine, machine.popMark());
}

function addItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dict = machine.top();
  if (!isKind(dict, 'dict')) throw machine.unexpected('a dictionary', dict);
  withItems(machine, dict, items);
}

/** `dict` with keys and values, which `items` holds in turn. */
function withItems(
  machine: PickleMachine,
  dict: PickleDict,
  items: readonly PickleValue[],
): PickleDict {
  if (items.length % 2 === 1) throw machine.refuse('E_PICKLE_STACK', 'a key without its value');
  items.forEach((item, i) => (i % 2 === 0 ? dict.keys : dict.values).push(item));
  return dict;
}

function refuseInstance(machine: PickleMachine): void {
  throw foreign(machine, `${nameIn(machine.line())}.${nameIn(machine.line())}`);
}

function stackGlobal(machine: PickleMachine): PickleValue {
  const name = machine.pop();
  const module = machine.pop();
  const [one, other] = [textOf(module), textOf(name)];
  if (one === undefined || other === undefined) throw machine.unexpected('a name', name);
  return globalOf(machine, one, other);
}

/** A number, or a truth value, which protocols 0 and 1 write as a number with a 0 before it. */
function decimal(machine: PickleMachine): PickleValue {
  const line = machine.line();
  if (line.length === 2 && line[0] === 0x30) {
    if (line[1] === 0x30) return false;
    if (line[1] === 0x31) return true;
  }
  return decimalInteger(line, machine.refuse);
}

/** Python 2 writes an L behind the digits. */
function withoutSuffix(line: Uint8Array): Uint8Array {
  return line.at(-1) === 0x4c ? line.subarray(0, -1) : line;
}

function memoKey(machine: PickleMachine): number {
  const key = decimalInteger(machine.line(), machine.refuse);
  if (typeof key === 'number' && key >= 0) return key;
  throw machine.refuse('E_PICKLE_MEMO', 'a place in the memo below 0 or beyond 53 bits');
}

function popped(machine: PickleMachine, count: number): PickleValue[] {
  const items = Array.from({ length: count }, () => machine.pop());
  return items.reverse();
}

function sequence(kind: PickleSequence['kind'], items: PickleValue[]): PickleSequence {
  return { kind, items };
}

function nameIn(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1');
}

function float64(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getFloat64(0, false);
}
