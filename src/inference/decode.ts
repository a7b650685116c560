import sharp, { type Metadata } from 'sharp';
import { EXIT, UserError } from '../errors.js';
import type { Pixels as Picture } from '../types.js';

/** A picture as its file holds it. */
export interface Pixels extends Picture {
  /** Whether its EXIF says that it should be turned or mirrored before it is shown; it was not. */
  readonly turned: boolean;
  /** Whether the file holds one channel of brightness and no colours. */
  readonly grey: boolean;
  /** Whether the file tells how opaque the pixels are; that was dropped. */
  readonly alpha: boolean;
}

/** Larger pictures are no aligned faces but decompression bombs: a 750 kB file can ask for 800 MB. */
const PIXEL_LIMIT = 4096 * 4096;

// libvips caches by file name and would hand out old pixels of a changed file; a run reads every picture once anyway.
sharp.cache(false);
// One thread a picture and several pictures at once is faster for small pictures than the reverse.
sharp.concurrency(1);

/**
 * The picture in `bytes` as RGB: grey becomes three equal channels, alpha is dropped, 16 bits become 8, an embedded colour
 * profile and the EXIF orientation are not applied (as OpenCV with IMREAD_IGNORE_ORIENTATION, which data sets are made with).
 *
 * @param name how messages call the picture
 * @throws UserError (exit 65) E_IMAGE_EMPTY, E_IMAGE_FORMAT, E_IMAGE_ANIMATED, E_IMAGE_LARGE, E_IMAGE_CMYK,
 *   E_IMAGE_TRUNCATED, E_IMAGE_BROKEN
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<Pixels> {
  // Nothing but these three formats reaches sharp, which picks its decoder by the same first bytes: an SVG in particular may
  // read other files, whatever its name ends in. Blocking decoders would do so for every other user of sharp in the process.
  const stranger = strangerIn(bytes);
  if (stranger !== undefined) throw refuse(stranger.code, name, stranger.what, stranger.remedy);
  const image = sharp(bytes, {
    failOn: 'warning',
    limitInputPixels: PIXEL_LIMIT,
    ignoreIcc: true,
    sequentialRead: true,
  });
  try {
    const metadata = await image.metadata();
    requireUsable(metadata, name);
    const { data, info } = await image
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`);
    const { width, height } = info;
    return {
      width,
      height,
      data: new Uint8Array(data.buffer, data.byteOffset, data.length),
      turned: (metadata.orientation ?? 1) !== 1,
      grey: metadata.space === 'b-w' || metadata.space === 'grey16',
      alpha: metadata.hasAlpha,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const said = sayFirst(error);
    if (/pixel limit/i.test(said)) {
      throw refuse('E_IMAGE_LARGE', name, 'has more than 4096 x 4096 pixels', 'give aligned faces');
    }
    if (isCutShort(bytes, said)) {
      throw refuse('E_IMAGE_TRUNCATED', name, `is cut short (${said})`, 'fetch the picture again');
    }
    throw refuse('E_IMAGE_BROKEN', name, `cannot be decoded (${said})`, 'fetch the picture again');
  }
}

function sayFirst(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0]!.replace(/:$/, '');
}

/** Marks of a JPEG: where pixels begin, and where the picture ends. A picture inside it has an end before that. */
const SCAN = Buffer.of(0xff, 0xda);
const END_OF_IMAGE = Buffer.of(0xff, 0xd9);

/**
 * Whether the file ends before its own end mark (PNG, JPEG) or length (WebP), or the decoder says so: it does not always, where
 * several pictures are decoded at once.
 */
function isCutShort(bytes: Uint8Array, said: string): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file[0] === 0x89) return !file.includes('IEND');
  if (file[0] === 0x52) return file.length < file.readUInt32LE(4) + 8;
  return /premature end/i.test(said) || file.lastIndexOf(END_OF_IMAGE) < file.lastIndexOf(SCAN);
}

function requireUsable({ format, pages, space }: Metadata, name: string): void {
  if ((pages ?? 1) > 1) {
    throw refuse('E_IMAGE_ANIMATED', name, `is an animation of ${pages} frames`, 'choose a frame');
  }
  if (space === 'cmyk') {
    throw refuse('E_IMAGE_CMYK', name, `is a ${format} in CMYK`, 'convert it to RGB');
  }
}

interface Stranger {
  readonly code: `E_IMAGE_${string}`;
  readonly what: string;
  readonly remedy: string;
}

/** What `bytes` are when they are no JPEG, PNG or WebP. */
function strangerIn(bytes: Uint8Array): Stranger | undefined {
  if (bytes.length === 0) {
    return { code: 'E_IMAGE_EMPTY', what: 'is empty', remedy: 'fetch the picture again' };
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512));
  const text = head.toString('latin1');
  if (
    (head[0] === 0xff && head[1] === 0xd8) ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    /^RIFF[^]{4}WEBP/.test(text)
  ) {
    return undefined;
  }
  const kinds: readonly (readonly [RegExp, string, string])[] = [
    [/^version https:\/\/git-lfs/, 'a Git LFS pointer', 'run `git lfs pull`'],
    [/^\s*<(!doctype html|html)/i, 'an HTML page', 'fetch the picture again'],
    [/^(\ufeff|\xef\xbb\xbf)?\s*<(\?xml|svg)/i, 'an SVG or XML file', 'draw it as JPEG or PNG'],
    [/^%PDF/, 'a PDF', 'give a JPEG, PNG or WebP'],
    [/^GIF8/, 'a GIF', 'give a JPEG, PNG or WebP'],
    [/^(II\*\0|MM\0\*)/, 'a TIFF', 'give a JPEG, PNG or WebP'],
    [/^BM/, 'a BMP', 'give a JPEG, PNG or WebP'],
  ];
  const [, what, remedy] = kinds.find(([pattern]) => pattern.test(text)) ?? [
    undefined,
    'no JPEG, PNG or WebP',
    'give one of these',
  ];
  return { code: 'E_IMAGE_FORMAT', what: `is ${what}`, remedy };
}

function refuse(code: `E_IMAGE_${string}`, name: string, what: string, remedy: string): UserError {
  return new UserError(code, `${name} ${what}`, remedy, EXIT.badData);
}
