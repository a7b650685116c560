/** The promise, which is waited for later: until then its failure is no failure of the process. */
export function waitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
