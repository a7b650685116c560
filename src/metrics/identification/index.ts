export {
  findIdentificationConventions,
  IDENTIFICATION_CONVENTIONS,
  type IdentificationConvention,
} from './conventions.js';
export { identification, type SearchedGallery } from './identification.js';
export { type Searched, searchGallery, searchInBlocks } from './search.js';
