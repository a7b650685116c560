const PAGE = 65_536;

/** Memory of at least `bytes` for threads to share; undefined where the system does not grant it. */
export function sharedMemory(bytes: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return undefined;
  }
}
