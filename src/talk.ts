/** What a long run tells while it works. Pipelines talk through this; only src/terminal knows streams. */
export interface Talk {
  /** A remark worth one line, such as which device runs. Kept in the provenance by whoever needs it there. */
  readonly remark: (text: string) => void;
  /** Begins a measured piece of work, such as 7,701 images. One at a time. */
  readonly begin: (what: string, total: number, unit: string) => Work;
}

export interface Work {
  readonly advance: (by: number) => void;
  /** Ends the piece, done or not. */
  readonly end: () => void;
}

/** A Talk that says nothing, for libraries and tests. */
export const SILENT: Talk = {
  remark: () => undefined,
  begin: () => ({ advance: () => undefined, end: () => undefined }),
};
