/** Memory of many lists of keys with values, as many places each. */
export interface Lists<Keys extends Uint32Array | Float64Array = Uint32Array | Float64Array> {
  readonly room: number;
  readonly keys: Keys;
  readonly values: Float32Array;
  /** How many places of each list are taken. */
  readonly held: Uint32Array;
  /** How many of each list have their true score for a value: those that stand first. */
  readonly decided: Uint32Array;
  /** What the wanted keys of each list score at least. */
  readonly proven: Float64Array;
  /** The most that a value of each list may be wrong by. */
  readonly errors: Float32Array;
  /** A key of each list that is not wanted; -1 where there is none. */
  readonly barred: Int32Array;
  readonly asked: Asked<Keys>;
}

/** Keys of lists whose true scores are asked for; those of one list stand together. */
export interface Asked<Keys> {
  readonly lists: Uint32Array;
  readonly keys: Keys;
  /** Room for the answers. */
  readonly scores: Float32Array;
}

/** What is done with the lists `first` to `end - 1`, whose `wanted` best keys are looked for. */
export interface ListSteps {
  /** Drops the keys that cannot be wanted, and notes for `ask` a value that as many values reach as are wanted, and hardly more. */
  drop(first: number, end: number, wanted: number): void;
  /**
   * Asks for the scores of what is undecided, and returns how many they are: of the values that `drop` noted and beyond, or of all.
   */
  ask(first: number, end: number, all: boolean): number;
  /** Takes the answers to what was asked last, of the same lists, for true scores, and drops what these prove to be unwanted. */
  answer(first: number, end: number, wanted: number): void;
  /** Sorts lists that are decided, the greatest score first and equal ones by key, which hold no more than are wanted then. */
  rank(first: number, end: number, wanted: number): void;
  /** Puts the keys of all lists, which are ranked, and their scores where others are asked for: `wanted` of each, -1 and NaN where it has fewer. */
  lay(wanted: number): void;
}

/** Room for `count` lists, with nothing in them. */
export function listsOf<Keys extends Uint32Array | Float64Array>(
  count: number,
  room: number,
  Keys: new (length: number) => Keys,
): Lists<Keys> {
  return {
    room,
    keys: new Keys(room * count),
    values: new Float32Array(room * count),
    held: new Uint32Array(count),
    decided: new Uint32Array(count),
    proven: new Float64Array(count),
    errors: new Float32Array(count),
    barred: new Int32Array(count),
    asked: {
      lists: new Uint32Array(room * count),
      keys: new Keys(room * count),
      scores: new Float32Array(room * count),
    },
  };
}

/** The steps by plain code. */
export function plainSteps(lists: Lists): ListSteps {
  const { room, keys, values, held, decided, proven, errors, barred, asked } = lists;
  const spare = new Float32Array(room);
  const noted = new Float32Array(held.length);
  const counts = new Uint32Array(held.length);
  const prove = (list: number, value: number) => {
    if (value > proven[list]!) proven[list] = value;
  };
  const dropUnwanted = (list: number) => {
    const start = list * room;
    const end = start + held[list]!;
    const known = start + decided[list]!;
    let to = start;
    let kept = start;
    for (let at = start; at < end; at++) {
      const most = values[at]! + (at < known ? 0 : errors[list]!);
      if (most < proven[list]! || keys[at] === barred[list]) continue;
      keys[to] = keys[at]!;
      values[to++] = values[at]!;
      if (at < known) kept = to;
    }
    held[list] = to - start;
    decided[list] = kept - start;
  };
  const each = (first: number, end: number, step: (list: number) => void) => {
    for (let list = first; list < end; list++) step(list);
  };
  return {
    drop: (first, end, wanted) => {
      each(first, end, (list) => {
        const start = list * room;
        let count = 0;
        for (let at = start; at < start + held[list]!; at++) {
          if (keys[at] !== barred[list]) spare[count++] = values[at]!;
        }
        const value = (noted[list] = reached(spare, count, wanted));
        prove(list, value - (decided[list] === held[list] ? 0 : errors[list]!));
        dropUnwanted(list);
      });
    },
    ask: (first, end, all) => {
      let count = 0;
      each(first, end, (list) => {
        const from = all ? -Infinity : noted[list]!;
        const before = count;
        let to = list * room + decided[list]!;
        for (let at = to; at < list * room + held[list]!; at++) {
          const value = values[at]!;
          if (!(value >= from)) continue;
          const key = keys[at]!;
          values[at] = values[to]!;
          keys[at] = keys[to]!;
          values[to] = value;
          keys[to++] = key;
          asked.lists[count] = list;
          asked.keys[count++] = key;
        }
        counts[list] = count - before;
      });
      return count;
    },
    answer: (first, end, wanted) => {
      let from = 0;
      each(first, end, (list) => {
        const start = list * room;
        values.set(asked.scores.subarray(from, from + counts[list]!), start + decided[list]!);
        from += counts[list]!;
        const known = (decided[list]! += counts[list]!);
        spare.set(values.subarray(start, start + known));
        prove(list, reached(spare, known, wanted));
        dropUnwanted(list);
      });
    },
    rank: (first, end, wanted) => {
      each(first, end, (list) => {
        const start = list * room;
        const all = Array.from({ length: held[list]! }, (_, i) => ({
          key: keys[start + i]!,
          value: values[start + i]!,
        })).sort((a, b) => b.value - a.value || a.key - b.key);
        all.forEach(({ key, value }, i) => {
          keys[start + i] = key;
          values[start + i] = value;
        });
        if (all.length >= wanted) prove(list, all[wanted - 1]!.value);
        held[list] = decided[list] = Math.min(wanted, all.length);
      });
    },
    lay: (wanted) => {
      each(0, held.length, (list) => {
        const [start, to] = [list * room, list * wanted];
        asked.keys.fill(-1, to, to + wanted).set(keys.subarray(start, start + held[list]!), to);
        asked.scores.fill(NaN, to, to + wanted);
        asked.scores.set(values.subarray(start, start + held[list]!), to);
      });
    },
  };
}

/** How often the range of values is halved to find how far the best of them reach down. */
const HALVINGS = 16;

/**
 * A number that at least `wanted` of the first `count` values reach: by halving, since to sort them, or only to select one, takes
 * longer, and a bound need not be the greatest. -Infinity where there are fewer values.
 */
function reached(values: Float32Array, count: number, wanted: number): number {
  if (count < wanted) return -Infinity;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  const enough = wanted + (wanted >> 3);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = Math.fround(low + Math.fround(Math.fround(high - low) * 0.5));
    let found = 0;
    for (let i = 0; i < count; i++) if (values[i]! >= middle) found++;
    if (found < wanted) high = middle;
    else {
      low = middle;
      if (found <= enough) break;
    }
  }
  return low;
}
