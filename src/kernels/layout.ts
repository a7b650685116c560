const PAGE = 65_536;

/** Places of arrays in memory that is made when all of them are known. */
export class Layout {
  #bytes = 0;

  /** Where the next `size` bytes begin: at a multiple of 64, the width of a cache line. */
  room(size: number): number {
    const at = this.#bytes;
    this.#bytes += Math.ceil(size / 64) * 64;
    return at;
  }

  /** Memory that has all the places, of zeros; undefined where they are more than it can address, or the system does not grant it. */
  memory(): WebAssembly.Memory | undefined {
    return this.#made({});
  }

  /** As {@link Layout.memory}, for threads to share. */
  sharedMemory(): WebAssembly.Memory | undefined {
    return this.#made({ maximum: this.#pages(), shared: true });
  }

  #pages(): number {
    return Math.ceil(this.#bytes / PAGE);
  }

  #made(kind: { readonly maximum?: number; readonly shared?: boolean }) {
    try {
      return new WebAssembly.Memory({ initial: this.#pages(), ...kind });
    } catch {
      return undefined;
    }
  }
}
