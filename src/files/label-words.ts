/** Every word that may say whether a comparison is genuine, in small letters. */
export const LABEL_WORDS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['genuine', true],
  ['same', true],
  ['true', true],
  ['0', false],
  ['-1', false],
  ['impostor', false],
  ['diff', false],
  ['different', false],
  ['false', false],
]);
