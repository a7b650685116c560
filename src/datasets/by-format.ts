import { EXIT, UserError } from '../errors.js';
import { findRecord } from '../nearest.js';
import type { DatasetFormat, PairDataset } from './dataset.js';

/**
 * The `load` of a dataset that is handed on in several forms: by the form that the source names, else by the first whose files
 * are there, which is then said where it is not the first of all. Whatever the form, the protocol is called `name`.
 *
 * @throws UserError E_DATASET_FORMAT (usage) for a form that there is none of, and (66) where the files of none are there; and
 *   what the form's own `load` throws
 */
export function byFormat(name: string, formats: readonly DatasetFormat[]): PairDataset['load'] {
  const load = loadBy(name, formats);
  return async (source) => {
    const { protocol, ...rest } = await load(source);
    return { protocol: { ...protocol, name }, ...rest };
  };
}

function loadBy(name: string, formats: readonly DatasetFormat[]): PairDataset['load'] {
  return async (source) => {
    if (source.format !== undefined) {
      return findRecord(formats, source.format, `form of ${name}`, 'E_DATASET_FORMAT').load(source);
    }
    for (const format of formats) {
      if (!(await format.fits(source))) continue;
      const loaded = await format.load(source);
      if (format === formats[0]) return loaded;
      const said = `${name} is read as ${format.name}: ${format.files}`;
      return { ...loaded, warnings: [said, ...loaded.warnings] };
    }
    const forms = formats.map((format) => `\n  ${format.name}: ${format.files}`).join('');
    throw new UserError(
      'E_DATASET_FORMAT',
      `${source.root} holds no form of ${name}:${forms}`,
      'point --root at the folder that holds the files of one of them',
      EXIT.missingInput,
    );
  };
}
