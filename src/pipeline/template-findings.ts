import { comparisonsThatShare, unusedTemplates, type MemberFaults } from '../protocols/index.js';
import type { LoadedDataset, TemplatePairProtocol, Templates } from '../types.js';
import type { Findings } from './findings.js';

/** What a template is called in findings. */
export function templateName({ ids, identity, identities }: Templates, template: number): string {
  const subject = identities[identity[template]!];
  return subject === undefined || subject === ids[template]
    ? `template ${ids[template]!}`
    : `template ${ids[template]!} of ${subject}`;
}

/** Adds pictures that stand in templates of two subjects. */
export function addMemberFindings(
  { images, templates }: { readonly images: readonly string[]; readonly templates: Templates },
  { ofTwo }: MemberFaults,
  found: Findings,
): void {
  found.add(
    'picture_of_two',
    'breaks',
    ['picture is in templates of two subjects', 'pictures are in templates of two subjects'],
    ofTwo,
    ([picture, one, other]) => ({
      what: `${images[picture]!}: ${templateName(templates, one)}, ${templateName(templates, other)}`,
    }),
  );
}

/** Adds what is wrong or odd with comparisons of templates, beside what is so with any comparisons. */
export function addTemplatePairFindings(
  { protocol, place }: LoadedDataset<TemplatePairProtocol>,
  found: Findings,
): void {
  const { images, templates, left, right, genuine } = protocol;
  const nameOf = (template: number) => templateName(templates, template);
  const shared = comparisonsThatShare(templates, images.length, protocol);
  const at = (k: number) => ({
    place: place?.(k),
    what: `${nameOf(left[k]!)}, ${nameOf(right[k]!)}`,
  });
  found.add(
    'shared_impostor',
    'breaks',
    [
      'impostor comparison of templates that share a picture',
      'impostor comparisons of templates that share a picture',
    ],
    shared.filter((k) => genuine[k] === 0),
    at,
  );
  found.add(
    'shared_genuine',
    'remark',
    [
      'genuine comparison of templates that share a picture',
      'genuine comparisons of templates that share a picture',
    ],
    shared.filter((k) => genuine[k] === 1),
    at,
  );
  found.add(
    'unused_template',
    'remark',
    ['template is not compared', 'templates are not compared'],
    unusedTemplates(templates, [left, right]),
    (template) => ({ what: nameOf(template) }),
  );
}
