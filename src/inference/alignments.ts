/** Ways of making faces of pictures: as they are, by the landmarks of each, by its box, or by one square for all of LFW. */
export const ALIGNMENTS = ['none', 'landmarks', 'box', 'lfw-crop'] as const;
