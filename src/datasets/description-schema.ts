import { z } from 'zod';
import { DESCRIPTION } from './described.js';

/** What a YAML file calls its schema in the first line, for editors: a name, seen from the file. */
export const SCHEMA_FILE = 'dataset.schema.json';

/** The text of `dataset.schema.json`: the JSON Schema of descriptions, by which editors complete and check them. */
export function descriptionSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(DESCRIPTION, { io: 'input' });
  const schema = { $schema, title: 'A dataset for magface', ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
