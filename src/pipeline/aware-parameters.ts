import { EXIT, UserError } from '../errors.js';
import { qmagfaceParameters, trainedParameters, type Training } from '../metrics/aware-training.js';
import { type AwareParameters, PUBLISHED } from '../metrics/quality-aware.js';
import type { Talk } from '../talk.js';

/** How training goes, by the name of its system. */
export const RULES: Readonly<Record<string, (training: Training) => AwareParameters>> = {
  trained: trainedParameters,
  'trained-qmagface': qmagfaceParameters,
};

/** Parameters that are asked for. */
export interface Wanted {
  readonly name: string;
  /** Absent where they are to be found. */
  readonly given?: AwareParameters & { readonly cosines: boolean };
}

/**
 * What a name, or two numbers, ask for.
 * @throws UserError E_AWARE_PARAMETERS (usage)
 */
export function named(text: string): Wanted {
  if (Object.hasOwn(RULES, text)) return { name: text };
  const published = PUBLISHED.find(({ name }) => name === text);
  if (published !== undefined) return { name: text, given: { ...published, cosines: true } };
  const numbers = /^(-?\d*\.?\d+(?:e-?\d+)?),(-?\d*\.?\d+(?:e-?\d+)?)$/i.exec(text);
  if (numbers !== null) {
    const [alpha, beta] = [Number(numbers[1]), Number(numbers[2])];
    return { name: text, given: { alpha, beta, cosines: false } };
  }
  const all = [...PUBLISHED.map(({ name }) => name), ...Object.keys(RULES)];
  throw new UserError(
    'E_AWARE_PARAMETERS',
    `there are no parameters "${text}"`,
    `choose from ${all.join(', ')}, or give two numbers, ALPHA,BETA`,
    EXIT.usage,
  );
}

/** What is shown unasked: as published, and trained where that can be honest. */
export function usual(
  { cosines, trainable }: { readonly cosines: boolean; readonly trainable: boolean },
  talk: Talk,
): Wanted[] {
  if (!cosines) talk.remark('the scores are no cosines, for which parameters were published');
  if (!trainable) talk.remark('the protocol has no folds: nothing is trained without --train-on');
  return [
    ...(cosines ? [named('qmagface-r100')] : []),
    ...(trainable ? [{ name: 'trained' }] : []),
  ];
}

/** The error for published parameters on scores that are no cosines. */
export function notCosines(name: string): UserError {
  return new UserError(
    'E_AWARE_PARAMETERS',
    `${name} is for cosines, and the scores are none`,
    'use trained, or give two numbers of your own',
    EXIT.usage,
  );
}

/** The error for scores that nothing is left to be done with. */
export function nothingLeft(): UserError {
  return new UserError(
    'E_AWARE_PARAMETERS',
    'there are no parameters to score with',
    'name some with --parameters, or comparisons to train on with --train-on',
    EXIT.usage,
  );
}
