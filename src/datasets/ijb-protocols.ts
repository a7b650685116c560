import type { LoadedDataset, TemplatePairProtocol } from '../types.js';
import type { Dataset, DatasetSource, OpenedTemplates, PublishedCounts } from './dataset.js';
import { ijbForm } from './ijb-form.js';
import { insightfaceForm } from './ijb-insightface.js';
import { nistCovariates, nistForm } from './ijb-nist.js';

/** The 1:1 and the 1:N protocol of an IJB, as InsightFace packs it or as NIST distributes it. */
export function ijbProtocols(
  name: string,
  title: string,
  published: Pick<PublishedCounts, 'genuine' | 'impostor' | 'pictures' | 'persons'>,
): Required<Pick<Dataset, 'published' | 'loadTemplates' | 'openTemplates' | 'loadGalleries'>> {
  const forms = [insightfaceForm(name, title, published), nistForm(name, title, published)];
  const openTemplates = async (source: DatasetSource): Promise<OpenedTemplates> => {
    const { form, said } = await ijbForm(name, forms, source);
    const opened = await form.openTemplates(source);
    const whole = opened.whole.then((loaded) => remarked(said, loaded));
    whole.catch(() => undefined);
    return { ...opened, whole };
  };
  return {
    published,
    openTemplates,
    loadTemplates: async (source) => (await openTemplates(source)).whole,
    loadGalleries: async (source) => {
      const { form, said } = await ijbForm(name, forms, source);
      return remarked(said, await form.loadGalleries(source));
    },
  };
}

function remarked<Loaded extends Pick<LoadedDataset, 'warnings'>>(
  said: readonly string[],
  loaded: Loaded,
): Loaded {
  return { ...loaded, warnings: [...said, ...loaded.warnings] };
}

/** The 1:1 protocol of single faces whose covariates are known, as NIST distributes it. */
export function covariateProtocol(
  name: string,
  ijb: string,
): {
  readonly loadTemplates: (source: DatasetSource) => Promise<LoadedDataset<TemplatePairProtocol>>;
} {
  return { loadTemplates: (source) => nistCovariates(name, ijb, source) };
}
