/**
 * Lists of the best entries of every probe, and what is done with them, as `plainSteps` of `src/metrics/identification/list-steps.ts`
 * does and with the same result. A part of the kernel `sift.ts`, in whose memory they lie.
 */

/** How often the range of values is halved to find how far the best of them reach down. */
const HALVINGS: i32 = 16;

/** Where the lists of the probes lie. */
let room: i32 = 0;
let keys: usize = 0;
let values: usize = 0;
let held: usize = 0;
let decided: usize = 0;
let proven: usize = 0;
let errors: usize = 0;
let barred: usize = 0;
let spare: usize = 0;
/** Of each list, the value from which on its keys are asked for, and how many were asked for last. */
let askedFrom: usize = 0;
let askedCounts: usize = 0;
let askedLists: usize = 0;
let askedKeys: usize = 0;
let askedScores: usize = 0;

/** Says where the lists lie, of `places` places each; `spareAt` is room for the values of one. */
export function layLists(
  places: i32,
  keysAt: usize,
  valuesAt: usize,
  heldAt: usize,
  decidedAt: usize,
  provenAt: usize,
  errorsAt: usize,
  barredAt: usize,
  spareAt: usize,
  askedFromAt: usize,
  askedCountsAt: usize,
  askedListsAt: usize,
  askedKeysAt: usize,
  askedScoresAt: usize,
): void {
  room = places;
  keys = keysAt;
  values = valuesAt;
  held = heldAt;
  decided = decidedAt;
  proven = provenAt;
  errors = errorsAt;
  barred = barredAt;
  spare = spareAt;
  askedFrom = askedFromAt;
  askedCounts = askedCountsAt;
  askedLists = askedListsAt;
  askedKeys = askedKeysAt;
  askedScores = askedScoresAt;
}

/** Whether list `p` has no place left. */
export function isFull(p: i32): bool {
  return load<i32>(held + ((<usize>p) << 2)) == room;
}

/** Puts a key with its value behind those of list `p`, which is not full. */
export function keep(p: i32, key: i32, value: f32): void {
  const counter = held + ((<usize>p) << 2);
  const count = load<i32>(counter);
  const at = (<usize>(p * room + count)) << 2;
  store<i32>(keys + at, key);
  store<f32>(values + at, value);
  store<i32>(counter, count + 1);
}

/** Bytes of a list from the first place to the `i`-th. */
function placeOf(list: i32, i: i32): usize {
  return (<usize>(list * room + i)) << 2;
}

/** As `drop` of `plainSteps` in `src/metrics/identification/list-steps.ts`. */
export function drop(start: i32, stop: i32, wanted: i32): void {
  for (let list = start; list < stop; list++) {
    const at = (<usize>list) << 2;
    const count = load<i32>(held + at);
    const not = load<i32>(barred + at);
    const first = placeOf(list, 0);
    const end = (<usize>count) << 2;
    let to = spare;
    for (let i: usize = 0; i < end; i += 4) {
      if (load<i32>(keys + first + i) == not) continue;
      store<f32>(to, load<f32>(values + first + i));
      to += 4;
    }
    const value = reached(<i32>((to - spare) >> 2), wanted);
    store<f32>(askedFrom + at, value);
    const error: f64 = load<i32>(decided + at) == count ? 0 : load<f32>(errors + at);
    prove(list, <f64>value - error);
    dropUnwanted(list);
  }
}

/** As `ask` there. */
export function ask(start: i32, stop: i32, all: bool): i32 {
  let asked: usize = 0;
  for (let list = start; list < stop; list++) {
    const at = (<usize>list) << 2;
    const from = all ? <f32>-Infinity : load<f32>(askedFrom + at);
    const first = placeOf(list, load<i32>(decided + at));
    const end = placeOf(list, load<i32>(held + at));
    let to = first;
    for (let i = first; i < end; i += 4) {
      const value = load<f32>(values + i);
      if (!(value >= from)) continue;
      const key = load<i32>(keys + i);
      store<f32>(values + i, load<f32>(values + to));
      store<i32>(keys + i, load<i32>(keys + to));
      store<f32>(values + to, value);
      store<i32>(keys + to, key);
      to += 4;
      store<i32>(askedLists + asked, list);
      store<i32>(askedKeys + asked, key);
      asked += 4;
    }
    store<i32>(askedCounts + at, <i32>((to - first) >> 2));
  }
  return <i32>(asked >> 2);
}

/** As `answer` there. */
export function answer(start: i32, stop: i32, wanted: i32): void {
  let from = askedScores;
  for (let list = start; list < stop; list++) {
    const at = (<usize>list) << 2;
    const before = load<i32>(decided + at);
    const count = load<i32>(askedCounts + at);
    const known = before + count;
    memory.copy(values + placeOf(list, before), from, (<usize>count) << 2);
    from += (<usize>count) << 2;
    store<i32>(decided + at, known);
    memory.copy(spare, values + placeOf(list, 0), (<usize>known) << 2);
    prove(list, reached(known, wanted));
    dropUnwanted(list);
  }
}

/** As `rank` there. */
export function rank(start: i32, stop: i32, wanted: i32): void {
  for (let list = start; list < stop; list++) {
    const at = (<usize>list) << 2;
    const first = placeOf(list, 0);
    const end = placeOf(list, load<i32>(held + at));
    for (let i = first + 4; i < end; i += 4) {
      const value = load<f32>(values + i);
      const key = load<u32>(keys + i);
      let to = i;
      while (to > first) {
        const other = load<f32>(values + to - 4);
        if (other > value || (other == value && load<u32>(keys + to - 4) < key)) break;
        store<f32>(values + to, other);
        store<u32>(keys + to, load<u32>(keys + to - 4));
        to -= 4;
      }
      store<f32>(values + to, value);
      store<u32>(keys + to, key);
    }
    const kept = min<i32>(wanted, load<i32>(held + at));
    if (kept == wanted) prove(list, load<f32>(values + placeOf(list, kept - 1)));
    store<i32>(held + at, kept);
    store<i32>(decided + at, kept);
  }
}

/** As `lay` there, of `lists` lists. */
export function lay(lists: i32, wanted: i32): void {
  let toKey = askedKeys;
  let toScore = askedScores;
  for (let list = 0; list < lists; list++) {
    const count = load<i32>(held + ((<usize>list) << 2));
    for (let k = 0; k < wanted; k++, toKey += 4, toScore += 4) {
      const from = placeOf(list, k);
      store<i32>(toKey, k < count ? load<i32>(keys + from) : -1);
      store<f32>(toScore, k < count ? load<f32>(values + from) : <f32>NaN);
    }
  }
}

function prove(list: i32, value: f64): void {
  const at = proven + ((<usize>list) << 3);
  if (value > load<f64>(at)) store<f64>(at, value);
}

function dropUnwanted(list: i32): void {
  const at = (<usize>list) << 2;
  const not = load<i32>(barred + at);
  const error: f64 = load<f32>(errors + at);
  const wanted = load<f64>(proven + ((<usize>list) << 3));
  const first = placeOf(list, 0);
  const known = placeOf(list, load<i32>(decided + at));
  const end = placeOf(list, load<i32>(held + at));
  let to = first;
  let kept = first;
  for (let i = first; i < end; i += 4) {
    const value = load<f32>(values + i);
    const key = load<i32>(keys + i);
    if (<f64>value + (i < known ? 0 : error) < wanted || key == not) continue;
    store<f32>(values + to, value);
    store<i32>(keys + to, key);
    to += 4;
    if (i < known) kept = to;
  }
  store<i32>(held + at, <i32>((to - first) >> 2));
  store<i32>(decided + at, <i32>((kept - first) >> 2));
}

/** As `reached` there, of the spare values, which are followed by room for three more. */
function reached(count: i32, wanted: i32): f32 {
  if (count < wanted) return <f32>-Infinity;
  const end = spare + ((<usize>count) << 2);
  for (let at = end; at < end + 12; at += 4) store<f32>(at, <f32>-Infinity);
  let most = f32x4.splat(<f32>-Infinity);
  for (let at = spare; at < end; at += 16) most = f32x4.pmax(most, v128.load(at));
  let high = max<f32>(
    max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  let low = high;
  for (let at = spare; at < end; at += 4) low = min<f32>(low, load<f32>(at));
  const enough = wanted + (wanted >> 3);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = low + (high - low) * 0.5;
    const bound = f32x4.splat(middle);
    let counts = i32x4.splat(0);
    for (let at = spare; at < end; at += 16) {
      counts = i32x4.sub(counts, f32x4.ge(v128.load(at), bound));
    }
    const found =
      i32x4.extract_lane(counts, 0) +
      i32x4.extract_lane(counts, 1) +
      i32x4.extract_lane(counts, 2) +
      i32x4.extract_lane(counts, 3);
    if (found < wanted) high = middle;
    else {
      low = middle;
      if (found <= enough) break;
    }
  }
  return low;
}
