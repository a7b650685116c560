import { stringify } from 'yaml';
import { SCHEMA_FILE } from '../datasets/description-schema.js';
import { EXIT, UserError } from '../errors.js';
import { quote } from '../files/quote.js';

/** A flag and its value, as typed. */
export type Setting = readonly [flag: string, value: string];

/** The setting of a flag, none where it has no value. */
export function given(flag: string, value: string | number | undefined): Setting[] {
  return value === undefined ? [] : [[flag, String(value)]];
}

/** The lines of a README that tell how a protocol was made, one a setting. */
export function settingLines(settings: readonly Setting[]): string[] {
  const widest = Math.max(...settings.map(([flag]) => flag.length));
  return settings.map(([flag, value]) => `  ${flag.padEnd(widest)}  ${value}`.trimEnd());
}

/** The text of a YAML file that describes a dataset; it names the schema by which editors check it. */
export function descriptionText(description: Readonly<Record<string, unknown>>): string {
  return `# yaml-language-server: $schema=${SCHEMA_FILE}\n${stringify(description)}`;
}

/**
 * The text of a table in the grammar of `namedColumns`: commas between, quotes where a field needs them.
 * @throws UserError E_PROTOCOL_NAME (65) for a field with blanks around it, which readers leave out
 */
export function tableText(header: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [header.join(',')];
  for (const row of rows) lines.push(row.map(fieldText).join(','));
  return `${lines.join('\n')}\n`;
}

function fieldText(text: string): string {
  if (text !== text.trim()) {
    throw new UserError(
      'E_PROTOCOL_NAME',
      `${quote(text)} begins or ends with a blank, which a table cannot hold`,
      'rename the picture or its folder',
      EXIT.badData,
    );
  }
  return /[",\t;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
