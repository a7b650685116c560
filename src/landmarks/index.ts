/** Where eyes, nose and mouth lie in pictures, as files state it. */
export type { LandmarksFormat } from './landmarks-format.js';
export { LANDMARKS_FORMATS, readLandmarks, readLandmarksFile } from './landmarks-file.js';
export { pointsOf, samePoints, type LandmarksTable } from './landmarks-table.js';
