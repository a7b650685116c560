const PAGE = 65_536;

/** Places of arrays in memory that is made when all of them are known. */
export class Layout {
  /** What the places take together. */
  bytes = 0;

  /** Where the next `size` bytes begin: at a multiple of 64, the width of a cache line. */
  room(size: number): number {
    const at = this.bytes;
    this.bytes += Math.ceil(size / 64) * 64;
    return at;
  }

  /** Memory that has all the places, of zeros. */
  memory(): WebAssembly.Memory {
    return new WebAssembly.Memory({ initial: Math.ceil(this.bytes / PAGE) });
  }
}
