export {
  findIdentificationConventions,
  IDENTIFICATION_CONVENTIONS,
  type IdentificationConvention,
} from './conventions.js';
export { identification, type SearchedGallery } from './identification.js';
export { highestFor, mateSearches, tarRows, withOneMate, type MateSearches } from './one-mate.js';
export { type Searched, type SearchOptions, searchGallery, searchInBlocks } from './search.js';
