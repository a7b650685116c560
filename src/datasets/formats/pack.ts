import { FormatError } from '../../errors.js';
import { itemsOf } from '../../files/pickle-arrays.js';
import { isKind, isSequence } from '../../files/pickle-calls.js';
import { pickleKind, type PickleValue } from '../../files/pickle-values.js';
import { readPickle } from '../../files/pickle.js';

/** A pack as it lies in its file. */
export interface Pack {
  /** Encoded bytes of the pictures: comparison k is of pictures 2k and 2k+1. Views of the file where it holds them as they are. */
  readonly pictures: readonly Uint8Array[];
  /** 1 genuine, 0 impostor. */
  readonly genuine: Uint8Array;
  /** Bytes of the file behind the pack, which mean nothing. */
  readonly behind: number;
}

const AS_DISTRIBUTED = 'a pack is a pickle of (list of encoded pictures, list of True or False)';

/**
 * The pictures and labels of an InsightFace pack: a pickle of two lists, of bytes (or arrays of bytes, as cv2.imencode gives
 * them) and of truth values.
 *
 * Source: insightface's recognition/arcface_mxnet/common/verification.py (load_bin) and its lfw2pack.py.
 * @throws FormatError E_PICKLE_..., E_PACK, E_PACK_COUNT, E_PACK_LABEL, E_PACK_PICTURE with the byte, picture or label (from 0)
 */
export function parsePack(bytes: Uint8Array, file: string): Pack {
  const { value, end } = readPickle(bytes, file);
  const refuse = (code: `E_PACK${string}`, what: string) =>
    new FormatError(code, { file }, what, AS_DISTRIBUTED);
  if (!isSequence(value) || value.items.length !== 2) {
    throw refuse('E_PACK', `expected two lists, found ${pickleKind(value)}`);
  }
  const [pictures, labels] = value.items;
  if (pictures === undefined || labels === undefined || !isSequence(pictures)) {
    throw refuse('E_PACK', `expected a list of pictures, found ${pickleKind(pictures ?? null)}`);
  }
  const genuine = Uint8Array.from(labelsOf(labels, refuse), (label, index) => {
    const one = truth(label);
    if (one !== undefined) return one;
    throw refuse('E_PACK_LABEL', `label ${index} is ${pickleKind(label)}, not True or False`);
  });
  if (genuine.length === 0) throw refuse('E_PACK_COUNT', 'the pack holds no comparison');
  if (pictures.items.length !== 2 * genuine.length) {
    throw refuse(
      'E_PACK_COUNT',
      `${pictures.items.length} pictures for ${genuine.length} comparisons, which need ${2 * genuine.length}`,
    );
  }
  return {
    pictures: pictures.items.map((picture, index) => {
      const encoded = encodedBytes(picture);
      if (encoded !== undefined) return encoded;
      throw refuse(
        'E_PACK_PICTURE',
        `picture ${index} is ${pickleKind(picture)}, not encoded bytes`,
      );
    }),
    genuine,
    behind: bytes.length - end,
  };
}

function labelsOf(
  labels: PickleValue,
  refuse: (code: 'E_PACK', what: string) => Error,
): Iterable<PickleValue> {
  if (isSequence(labels)) return labels.items;
  if (isKind(labels, 'array') && labels.shape.length === 1) return itemsOf(labels);
  throw refuse('E_PACK', `expected a list of labels, found ${pickleKind(labels)}`);
}

function truth(label: PickleValue): 0 | 1 | undefined {
  if (label === true || label === 1) return 1;
  return label === false || label === 0 ? 0 : undefined;
}

function encodedBytes(picture: PickleValue): Uint8Array | undefined {
  if (picture instanceof Uint8Array) return picture;
  if (!isKind(picture, 'array') || picture.dtype.code !== 'u1') return undefined;
  // A row or a column; anything else would be decoded pixels.
  return picture.shape.filter((size) => size !== 1).length <= 1 ? picture.bytes : undefined;
}
