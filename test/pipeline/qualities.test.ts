import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodePicture } from '../../src/inference/decode.js';
import { obtainQualities, type QualitySource } from '../../src/pipeline/qualities.js';
import { loadScores, scoredFromFiles } from '../../src/pipeline/score-files.js';
import { verify } from '../../src/pipeline/verify.js';
import { PICTURE_QUALITIES } from '../../src/qualities/index.js';
import type { Talk } from '../../src/talk.js';
import { temporaryFolder } from '../support/run-cli.js';
import { PERSONS, writeSmallLfw } from '../support/small-lfw.js';

const { path: folder, remove } = temporaryFolder();
const io = { env: {}, signal: new AbortController().signal };
let source: QualitySource;
let ids: readonly string[];

beforeAll(async () => {
  await writeSmallLfw(folder);
  source = await scoredBelow(folder);
  ids = source.named.pictures!.ids;
});
afterAll(remove);

/** A Talk that keeps what it hears. */
function listener() {
  const heard: string[] = [];
  const talk: Talk = {
    remark: (text) => heard.push(text),
    begin: (what, total, unit) => {
      heard.push(`${what} ${total} ${unit}`);
      return { advance: () => undefined, end: () => heard.push('end') };
    },
  };
  return { talk, heard };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The comparisons of the small LFW below `root`, from vectors: pictures are not asked for. */
function scoredBelow(root: string): Promise<QualitySource> {
  const stems = PERSONS.flatMap((person) => [1, 2, 3].map((i) => `${person}/${person}_000${i}`));
  // Where no picture is there, the protocol's names end in .jpg.
  const names = stems.flatMap((stem) => [`${stem}.png`, `${stem}.jpg`]);
  const embeddings = file('vectors.list', names.map((id, i) => `${id} ${i + 1} 1 2\n`).join(''));
  const request = { dataset: 'lfw', root, device: 'cpu', batch: 4, embeddings } as const;
  return verify(request, io, listener().talk);
}

describe('qualities of a dataset', () => {
  test('come in the order of their names, for the pictures of each comparison', async () => {
    const path = file('own.csv', ['path,quality', ...ids.map((id, i) => `${id},${i}`)].join('\n'));
    const names = ['jpeg', `own=${path}`, 'magnitude', 'contrast'];
    const found = await obtainQualities(names, source, io);
    expect(found.map(({ name }) => name)).toEqual(['jpeg', 'own', 'magnitude', 'contrast']);
    for (const { values, left, right } of found) {
      expect(values).toHaveLength(ids.length);
      expect(left).toBe(source.named.pictures!.left);
      expect(right).toBe(source.named.pictures!.right);
    }
    expect([...found[1]!.values]).toEqual([...ids.keys()]);
    expect(found[2]!.values).toBe(source.vectors!.embeddings.magnitudes);
  });

  test('of pixels are those of each picture, decoded once for all', async () => {
    const { images } = source.dataset!;
    let reads = 0;
    const counted = {
      ...source,
      dataset: {
        ...source.dataset!,
        images: {
          ...images,
          read: (index: number) => {
            reads++;
            return images.read(index);
          },
        },
      },
    };
    const { talk, heard } = listener();
    const found = await obtainQualities(
      PICTURE_QUALITIES.map(({ name }) => name),
      counted,
      io,
      talk,
    );
    expect(reads).toBe(ids.length);
    expect(heard).toEqual([`Measuring pictures ${ids.length} pictures`, 'end']);
    for (const [index] of ids.entries()) {
      const picture = await decodePicture(await images.read(index), 'x');
      found.forEach(({ values }, q) => {
        expect(values[index]).toBe(PICTURE_QUALITIES[q]!.measure(picture));
      });
    }
  });

  test('are NaN for pictures that a file does not name, and that is told', async () => {
    const lines = ids.slice(2).map((id) => `/elsewhere/${id} 0.5\n`);
    const { talk, heard } = listener();
    const [found] = await obtainQualities(
      [`q=${file('some.txt', lines.join(''))}`],
      source,
      io,
      talk,
    );
    expect([...found!.values]).toEqual(ids.map((_, i) => (i < 2 ? NaN : 0.5)));
    expect(heard).toEqual([
      `q is unknown of 2 of ${ids.length} compared pictures, which leave first: "${ids[0]!}", "${ids[1]!}"`,
    ]);
  });

  test('are an error where a file names less than half of the pictures', async () => {
    const half = ids.length / 2;
    const some = (count: number) =>
      file(
        `${count}.txt`,
        ids
          .slice(0, count)
          .map((id) => `${id} 1\n`)
          .join(''),
      );
    await expect(obtainQualities([`q=${some(half - 1)}`], source, io)).rejects.toThrow(
      `E_QUALITY_JOIN ${join(folder, `${half - 1}.txt`)} lacks ${half + 1} of the ${ids.length} compared pictures, ` +
        `such as "${ids[half - 1]!}", `,
    );
    expect(await obtainQualities([`q=${some(half)}`], source, io)).toHaveLength(1);
  });

  test('that no picture has are refused, with both spellings', async () => {
    const path = file('other.csv', 'path,quality\nx/9.jpg,1\ny/9.jpg,2\n');
    await expect(obtainQualities([`q=${path}`], source, io)).rejects.toThrow(
      /E_QUALITY_JOIN .* such as "Ada_A\/Ada_A_0001.png", .*; it names "x\/9.jpg", "y\/9.jpg"; name pictures/,
    );
  });

  test('of XQLFW are found by person and number', async () => {
    const lines = ids.map((id, i) => `${id.split('/')[0]!} ${Number(id.slice(-5, -4))} ${i / 100}`);
    const path = file('xqlfw_scores.txt', ['ID Num Score', ...lines].join('\n'));
    const [found] = await obtainQualities([`xq=${path}`], source, io);
    expect([...found!.values]).toEqual(ids.map((_, i) => i / 100));
  });

  test.each([
    [['random', 'magnitude'], 'E_QUALITY_UNKNOWN random: no quality of pictures'],
    [['sharpnes'], 'E_QUALITY_UNKNOWN there is no quality "sharpnes"; did you mean sharpness?'],
    [['q=/nowhere.csv'], 'E_FILE_MISSING there is no file /nowhere.csv'],
  ])('%j is refused', async (names, says) => {
    await expect(obtainQualities(names, source, io)).rejects.toThrow(says);
  });

  test('stop when they are told to', async () => {
    const stopped = { signal: AbortSignal.abort(new Error('enough')) };
    await expect(obtainQualities(['sharpness'], source, stopped)).rejects.toThrow('enough');
  });
});

describe('pictures that cannot be had', () => {
  const away = join(folder, 'away');

  beforeEach(async () => {
    rmSync(away, { recursive: true, force: true });
    mkdirSync(away);
    await writeSmallLfw(away);
  });

  test('are missed only by what is measured from them', async () => {
    for (const person of PERSONS) rmSync(join(away, person), { recursive: true });
    const list = file('list.txt', ids.map((id) => `${id} 1\n`).join(''));
    const without = await scoredBelow(away);
    expect(without.named.pictures!.ids[0]).toBe('Ada_A/Ada_A_0001.jpg');
    expect(await obtainQualities(['magnitude', `q=${list}`], without, io)).toHaveLength(2);
    await expect(obtainQualities(['magnitude', 'jpeg'], without, io)).rejects.toThrow(
      /E_IMAGE_MISSING pictures are needed to measure jpeg: there is no Ada_A.* in .*; point --images or --root/,
    );
  });

  test('one that is missing is named', async () => {
    const one = join(away, ids[3]!);
    rmSync(one);
    await expect(
      obtainQualities(['contrast', 'jpeg'], await scoredBelow(away), io),
    ).rejects.toThrow(
      `E_IMAGE_MISSING pictures are needed to measure contrast, jpeg: 1 of ${ids.length} pictures are not there:\n  ${one}; point --images or --root`,
    );
  });

  test('one that is damaged is named', async () => {
    const one = join(away, ids[3]!);
    writeFileSync(one, 'no picture');
    await expect(obtainQualities(['contrast'], await scoredBelow(away), io)).rejects.toThrow(
      `E_IMAGE_FORMAT ${one} is no JPEG`,
    );
  });
});

describe('qualities of a file of scores', () => {
  const scored = async (text: string) => {
    const scores = file('scores.csv', text);
    await loadScores(scores);
    return scoredFromFiles({ scores }, io, listener().talk);
  };
  const named = 'left,right,genuine,score\na/1.jpg,a/2.jpg,1,0.9\na/1.jpg,b/1.jpg,0,0.1\n';

  test('are joined where it names its pictures', async () => {
    const list = file('list.txt', '/d/a/1.jpg 3\n/d/a/2.jpg 2\n/d/b/1.jpg 1\n');
    const [found] = await obtainQualities([`q=${list}`], await scored(named), io);
    expect(found).toMatchObject({ name: 'q', values: Float64Array.of(3, 2, 1) });
    expect([...found!.left, ...found!.right]).toEqual([0, 0, 1, 2]);
  });

  test('cannot be joined where it names none', async () => {
    const list = file('list.txt', 'a/1.jpg 3\n');
    const source = await scored('genuine,score\n1,0.9\n0,0.1\n');
    await expect(obtainQualities([`q=${list}`], source, io)).rejects.toThrow(
      /E_QUALITY_PICTURES .*list.txt cannot be joined: .*scores.csv names no pictures; add the columns left and right/,
    );
  });

  test('are not measured from pictures', async () => {
    await expect(obtainQualities(['jpeg', 'contrast'], await scored(named), io)).rejects.toThrow(
      /E_QUALITY_PICTURES jpeg, contrast cannot be measured: .*scores.csv holds scores, no pictures; name the dataset, with --root or --images/,
    );
  });

  test('are its column quality where magnitude is asked for', async () => {
    const source = await scored('genuine,score,quality\n1,0.9,7\n0,0.1,8\n');
    const [found] = await obtainQualities(['magnitude'], source, io);
    expect(found).toMatchObject({ name: 'quality', left: Uint32Array.of(0, 1) });
    expect([...found!.values]).toEqual([7, 8]);
  });
});
