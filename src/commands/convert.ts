import { InvalidArgumentError, Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';

const FROM = new Option(
  '--from <name>',
  'format of what is read (default: told from its content, or its extension)',
);
const TO = new Option(
  '--to <name>',
  'format of what is written, such as megaface (default: by extension, a folder without)',
);
const DTYPE = new Option('--dtype <name>', 'type of the numbers: f32, or f16, which rounds them')
  .choices(['f32', 'f16'] as const)
  .default('f32' as const);
const DIM = new Option(
  '--dim <n>',
  'numbers in a vector, for raw float32 without a list',
).argParser((text) => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
});
const IDS = new Option(
  '--ids <file>',
  'names of the rows, one a line, in place of those there are',
);
const HALVES = new Option(
  '--halves <how>',
  'each picture is there twice, mirrored the second time: add the two, or take the first',
).choices(['add', 'first'] as const);
const FORCE = new Option('--force', 'replace what is there');

export function registerConvert(program: Command, io: Io): void {
  program
    .command('convert')
    .description('write vectors in another format, bit for bit (see `magface list embeddings`)')
    .argument('<in>', 'a file or a folder of vectors')
    .argument('<out>', 'NAME.npy, .npz, .list, .safetensors, .parquet, .bin, or a folder')
    .addOption(FROM)
    .addOption(TO)
    .addOption(DTYPE)
    .addOption(DIM)
    .addOption(IDS)
    .addOption(HALVES)
    .addOption(FORCE)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface convert lfw.npy lfw.parquet\n' +
        '  $ magface convert features.bin features.npy --dim 256\n',
    )
    .action(async (input, output, options) => {
      const [{ convert }, { createTalk }] = await Promise.all([
        import('../pipeline/convert.js'),
        import('../terminal/index.js'),
      ]);
      const talk = createTalk(io.stderr, { quiet: options.quiet, env: io.env });
      await convert({ input, output, ...options }, talk);
    });
}
