/** The number with three significant digits, for sentences. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The first few of `names`, and how many more there are. */
export function named(names: readonly string[], most = 3): string {
  const told = names.slice(0, most).join(', ');
  return names.length > most ? `${told} and ${names.length - most} more` : told;
}
