/** What is used of cephes, whose own declarations its package.json hides from module resolution. */
declare module 'cephes' {
  const cephes: {
    readonly compiled: Promise<void>;
    /** The chance of at most `k` successes in `n` trials of chance `p`. */
    bdtr(k: number, n: number, p: number): number;
    /** The share of the standard normal distribution below `x`. */
    ndtr(x: number): number;
    /** The chance that Student's t of `k` degrees of freedom is at most `t`. */
    stdtr(k: number, t: number): number;
    /** The regularised incomplete beta integral of `a` and `b` up to `x`. */
    incbet(a: number, b: number, x: number): number;
    /** The t that Student's distribution of `k` degrees of freedom stays below with chance `p`. */
    stdtri(k: number, p: number): number;
    /** The x at which the regularised incomplete beta integral of `a` and `b` is `y`. */
    incbi(a: number, b: number, y: number): number;
  };
  export default cephes;
}
