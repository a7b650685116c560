/** Where the qualities of pictures come from: their pixels, and files; what `--quality` may name. */
export type { PictureQuality } from './picture-quality.js';
export { PICTURE_QUALITIES } from './picture-quality-list.js';
export { QUALITIES, parseQualities, type QualityWish } from './quality-names.js';
export { QUALITY_FORMATS, readQualities, readQualityFile } from './quality-file.js';
export type { QualityTable } from './quality-table.js';
export { qualitiesOf } from './joined-qualities.js';
export { templateQualities } from './template-quality.js';
