/** Ways of making faces of pictures: as they are, by the landmarks of each, or by one square for all of LFW. */
export const ALIGNMENTS = ['none', 'landmarks', 'lfw-crop'] as const;
