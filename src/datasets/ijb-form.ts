import { EXIT, UserError } from '../errors.js';
import { findRecord } from '../nearest.js';
import type { GalleryProtocol, LoadedDataset } from '../types.js';
import type { DatasetSource, OpenedTemplates } from './dataset.js';

/** One of the forms in which an IJB is handed on. */
export interface IjbForm {
  readonly name: 'insightface' | 'nist';
  /** What must lie in the root. */
  readonly files: string;
  /** Whether the files of this form are there. Looks for names only. */
  readonly fits: (source: DatasetSource) => Promise<boolean>;
  readonly openTemplates: (source: DatasetSource) => Promise<OpenedTemplates>;
  readonly loadGalleries: (source: DatasetSource) => Promise<LoadedDataset<GalleryProtocol>>;
}

/**
 * The form that the source names, or else the first whose files are there; with what is to be said where that is not the first of
 * all.
 * @throws UserError E_DATASET_FORMAT (usage) for a form that there is none of, and (66) where the files of none are there
 */
export async function ijbForm(
  name: string,
  forms: readonly IjbForm[],
  source: DatasetSource,
): Promise<{ readonly form: IjbForm; readonly said: readonly string[] }> {
  if (source.format !== undefined) {
    const form = findRecord(forms, source.format, `form of ${name}`, 'E_DATASET_FORMAT');
    return { form, said: [] };
  }
  for (const form of forms) {
    if (!(await form.fits(source))) continue;
    return { form, said: form === forms[0] ? [] : [`${name} is read as ${form.name}`] };
  }
  const listed = forms.map((form) => `\n  ${form.name}: ${form.files}`).join('');
  throw new UserError(
    'E_DATASET_FORMAT',
    `${source.root} holds no form of ${name}:${listed}`,
    'point --root at the folder that holds the files of one of them',
    EXIT.missingInput,
  );
}
