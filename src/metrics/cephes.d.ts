/** What is used of cephes, whose own declarations its package.json hides from module resolution. */
declare module 'cephes' {
  const cephes: {
    readonly compiled: Promise<void>;
    /** The x at which the regularised incomplete beta integral of `a` and `b` is `y`. */
    incbi(a: number, b: number, y: number): number;
  };
  export default cephes;
}
