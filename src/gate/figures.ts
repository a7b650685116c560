/** The number with three significant digits, small ones as `1.3e-7`, for sentences. */
export function short(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const small = rounded !== 0 && Math.abs(rounded) < 1e-3;
  return small ? rounded.toExponential() : String(rounded);
}

/** The first few of `names`, and how many more there are. */
export function named(names: readonly string[], most = 3): string {
  const told = names.slice(0, most).join(', ');
  return names.length > most ? `${told} and ${names.length - most} more` : told;
}
