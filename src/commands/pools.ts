import type { PooledTogether, PoolRequest } from '../pipeline/pooled.js';

/** One of the ways of pooling that a command line asks for. */
export interface Pool {
  /** Name of the rule, where there are several. */
  readonly key: string;
  readonly wish: Pick<PoolRequest, 'pool' | 'together'>;
}

/** The wish for each of `rules` in turn, several of them made of one reading of the vectors; one without a rule for none. */
export function eachPool(rules: readonly string[] | undefined): Pool[] {
  if (rules === undefined) return [{ key: '', wish: {} }];
  if (rules.length === 1) return [{ key: '', wish: { pool: rules[0]! } }];
  const together: PooledTogether = { rules };
  return rules.map((pool) => ({ key: pool, wish: { pool, together } }));
}
