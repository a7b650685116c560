import { FormatError, type Position } from '../errors.js';
import { quote } from '../files/quote.js';
import type { GalleryProtocol } from '../types.js';
import type { TabledFace } from './formats/gallery-table.js';

/** What is searched with: no gallery can be called so. */
const PROBES = '';

interface Template {
  readonly subject: string;
  readonly first: TabledFace;
  /** The pictures of the template, gallery by gallery. */
  readonly uses: Map<string, Set<string>>;
}

/** Galleries and probes that are told picture by picture. */
export interface GalleryBuilder {
  /** @throws FormatError E_GALLERY_TABLE for a template of two subjects, and for a picture that stands twice in one */
  enrol(face: TabledFace, gallery: string): void;
  /** @throws as `enrol` */
  search(face: TabledFace): void;
  /** @throws FormatError E_GALLERY_TABLE for a template whose pictures are not the same wherever it is used */
  build(about: { readonly name: string; readonly digest: string }): {
    readonly protocol: GalleryProtocol;
    /** Where each template first stands. */
    readonly place: (template: number) => Position;
  };
}

/**
 * A GalleryBuilder without galleries.
 *
 * Templates, subjects, galleries and pictures are numbered in the order of their first mention; a template that several galleries
 * and the probes use is one. Every picture is a medium of its own.
 */
export function galleryBuilder(): GalleryBuilder {
  const templates = new Map<string, Template>();
  const users = new Map<string, string[]>();
  const add = (face: TabledFace, user: string) => {
    let template = templates.get(face.template);
    if (template === undefined) {
      template = { subject: face.identity, first: face, uses: new Map() };
      templates.set(face.template, template);
    } else if (template.subject !== face.identity) {
      throw refuse(
        face,
        `template ${quote(face.template)} is of ${personOf(face.identity)} here and of ${personOf(template.subject)} in ${placeOf(template.first)}`,
        'give a template one person',
      );
    }
    let pictures = template.uses.get(user);
    if (pictures === undefined) {
      pictures = new Set();
      template.uses.set(user, pictures);
      const used = users.get(user);
      if (used === undefined) users.set(user, [face.template]);
      else used.push(face.template);
    }
    if (pictures.has(face.path)) {
      const where = user === PROBES ? 'the probes' : `gallery ${quote(user)}`;
      throw refuse(
        face,
        `${quote(face.path)} stands twice in template ${quote(face.template)} of ${where}`,
        'name a picture once',
      );
    }
    pictures.add(face.path);
  };
  return {
    enrol: add,
    search: (face) => {
      add(face, PROBES);
    },
    build: ({ name, digest }) => {
      const number = new Map([...templates.keys()].map((id, index) => [id, index]));
      const images = new Map<string, number>();
      const subjects = new Map<string, number>();
      const identity = new Int32Array(templates.size);
      const offsets = new Uint32Array(templates.size + 1);
      const members: number[] = [];
      for (const [id, template] of templates) {
        const t = number.get(id)!;
        identity[t] = template.subject === '' ? -1 : numbered(subjects, template.subject);
        for (const path of picturesOf(id, template)) members.push(numbered(images, path));
        offsets[t + 1] = members.length;
      }
      const indices = (user: string) =>
        Uint32Array.from(users.get(user) ?? [], (id) => number.get(id)!);
      const firsts = Array.from(templates.values(), ({ first: { at } }) => at);
      const flat = Uint32Array.from(members);
      return {
        protocol: {
          kind: 'galleries',
          name,
          images: [...images.keys()],
          templates: {
            ids: [...templates.keys()],
            identity,
            identities: [...subjects.keys()],
            offsets,
            members: flat,
            media: flat,
          },
          galleries: [...users.keys()]
            .filter((user) => user !== PROBES)
            .map((gallery) => ({ name: gallery, templates: indices(gallery) })),
          probes: indices(PROBES),
          digest,
        },
        place: (template) => ({ file: firsts[template]!.file, line: firsts[template]!.line }),
      };
    },
  };
}

/** The pictures of a template, which are the same wherever it is used. */
function picturesOf(id: string, { first, uses }: Template): ReadonlySet<string> {
  const [pictures, ...others] = uses.values();
  for (const other of others) {
    if (other.size === pictures!.size && [...other].every((path) => pictures!.has(path))) continue;
    throw refuse(
      first,
      `template ${quote(id)} has other pictures elsewhere`,
      'name the same pictures wherever a template is used, or call it otherwise',
    );
  }
  return pictures!;
}

function numbered(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}

function personOf(subject: string): string {
  return subject === '' ? 'nobody known' : quote(subject);
}

function placeOf({ at: { file, line } }: TabledFace): string {
  return `${file}:${line}`;
}

function refuse({ at }: TabledFace, what: string, remedy: string): FormatError {
  return new FormatError('E_GALLERY_TABLE', at, what, remedy);
}
