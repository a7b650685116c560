export { type Catalogue, type CataloguedPicture, catalogueOf } from './catalogue.js';
export { type ClusterOptions, type ClusterSize, sampleClusters } from './clusters.js';
export { type ComparisonFaults, comparisonFaults } from './comparison-faults.js';
export { type GalleryOptions, type GalleryPlan, planGalleries } from './galleries.js';
export { allPairs, countAll, drawPairs, type Hard, type PairBatch } from './pairs.js';
export { type Plan, planPairs, type PlanOptions } from './plan.js';
