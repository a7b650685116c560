export { type Catalogue, type CataloguedPicture, catalogueOf } from './catalogue.js';
export { type ClusterOptions, type ClusterSize, sampleClusters } from './clusters.js';
export {
  type ComparedItems,
  type ComparisonFaults,
  comparisonFaults,
} from './comparison-faults.js';
export { type GalleryFaults, galleryFaults } from './gallery-faults.js';
export { type GalleryOptions, type GalleryPlan, planGalleries } from './galleries.js';
export {
  comparisonsThatShare,
  type MemberFaults,
  memberFaults,
  unusedTemplates,
} from './member-faults.js';
export { allPairs, countAll, drawPairs, type Hard, type PairBatch } from './pairs.js';
export { type Plan, planPairs, type PlanOptions } from './plan.js';
