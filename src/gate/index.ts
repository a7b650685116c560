export { type BaselineChange, baselineChanges } from './changes.js';
export { baselineYaml, readBaseline } from './baseline-file.js';
export { floorChecks, floorText, hint, parseFloor } from './floor.js';
export { baselineRows } from './rows.js';
export { subjectChecks } from './subject.js';
export { type Both, gate, type GateInput, unreadable } from './verdict.js';
