export { awareTable } from './aware-table.js';
export { baselineTable } from './baseline-table.js';
export { bandsTable } from './bands-table.js';
export { checkTable } from './check-table.js';
export { differenceTable, rankingTable } from './compare-table.js';
export { conventionsTable } from './conventions-table.js';
export { type Entry, entryTable } from './entry-table.js';
export { ercTable } from './erc-table.js';
export { metricTable, type TableStyle } from './table.js';
export { predictTable } from './predict-table.js';
export { protocolCheckTable } from './protocol-check-table.js';
export { protocolMakeTable } from './protocol-make-table.js';
export { createTalk } from './talk.js';
export { canRedraw, colourWanted, type Env, printable, type Stream } from './terminal.js';
export { writeOut } from './write-out.js';
export {
  bandsReportTable,
  conventionsReportTable,
  demonstrationTable,
  ercReportTable,
  identificationTable,
  predictReportTable,
  qualityReportTable,
  verificationTable,
} from './report-tables.js';
