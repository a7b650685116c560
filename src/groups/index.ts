/** Groups of pictures, templates and persons from files: what `--groups` may name. */
export { type AttributeWish, parseAttributes } from './attribute-wishes.js';
export { type EntryGroups, groupEntries, MOST_GROUPS, requireColumns } from './grouping.js';
export { readGroupFile, readGroups } from './group-csv.js';
export type { AttributeColumn, GroupTable } from './group-table.js';
export type { GroupKey } from './key-column.js';
