export {
  findIdentificationConventions,
  IDENTIFICATION_CONVENTIONS,
  type IdentificationConvention,
} from './conventions.js';
export { identification, type ProbeFacts, type SearchedGallery } from './identification.js';
export { highestFor, mateSearches, tarRows, withOneMate, type MateSearches } from './one-mate.js';
export { countedThreshold } from './counted-threshold.js';
export { type TrialResult, trialsReport } from './trials.js';
export { type Searched, searchGallery, searchInBlocks } from './search.js';
