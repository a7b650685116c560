import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import * as flags from './options.js';
import { run } from './run.js';

/** What is worth a look in the folder of the demonstration, and why. */
const WORTH_A_LOOK = [
  [
    'faces_by_quality.jpg',
    'faces from the least magnitude to the greatest: is that how you would rank them?',
  ],
  ['worst_errors.jpg', 'the pairs that it takes for others, and the others that it takes for one'],
  ['erc.svg', 'reject by magnitude and the errors go; reject at random and nothing happens'],
  ['quality_bands.svg', 'the same threshold, band by band: where the errors live'],
  ['degradation.svg', 'the magnitude falls at every step of every degradation'],
  ['metrics.csv', 'every number with its interval, threshold and way of counting'],
] as const;

export function registerDemo(program: Command, io: Io): void {
  program
    .command('demo')
    .description('the whole evaluation on synthetic faces that come with magface; under 20 seconds')
    .option('--out <dir>', 'folder for the reports; created when absent', 'magface-demo')
    .addOption(flags.JSON_OUTPUT)
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n  $ magface demo\n  $ magface demo --out /tmp/demo --json\n',
    )
    .action(async (options) => {
      const [{ demonstrate }, { demonstrationTable }] = await Promise.all([
        import('../pipeline/demo.js'),
        import('../terminal/index.js'),
      ]);
      await run((talk) => demonstrate(io, talk), demonstrationTable, options, io);
      if (options.quiet === true || options.json === true) return;
      const widest = Math.max(...WORTH_A_LOOK.map(([name]) => join(options.out, name).length));
      io.stderr.write('\nlook at\n');
      for (const [name, why] of WORTH_A_LOOK) {
        io.stderr.write(`  ${join(options.out, name).padEnd(widest)}  ${why}\n`);
      }
    });
}
