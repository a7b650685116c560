import type { Command } from '@commander-js/extra-typings';
import { EXIT } from '../errors.js';
import type { Io } from '../io.js';
import * as flags from './options.js';

export function registerProtocolCheck(protocol: Pick<Command, 'command'>, io: Io): void {
  protocol
    .command('check')
    .description(
      'look for what is wrong with the files of a dataset: exit 65 if it breaks the protocol',
    )
    .argument('<dataset>', 'a name from `magface list datasets`, or a YAML file that describes one')
    .addOption(flags.ROOT)
    .addOption(flags.IMAGES)
    .addOption(flags.PAIRS)
    .addOption(flags.FORMAT)
    .addOption(flags.LANDMARKS)
    .addOption(flags.ALIGN)
    .option('--no-pictures', 'look at no picture, only at the files of the protocol')
    .option('--no-decode', 'read the pictures, but do not decode them')
    .option('--out <dir>', 'folder for protocol_check.csv and protocol_check.json')
    .option('--json', 'print protocol_check.json instead of the table')
    .addOption(flags.QUIET)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface protocol check lfw --root data/lfw --out out\n' +
        '  $ magface protocol check my-protocol/dataset.yaml --no-decode --json\n',
    )
    .action(async (dataset, { json, out, quiet, ...options }) => {
      const [{ checkProtocol }, report, terminal] = await Promise.all([
        import('../pipeline/protocol-check.js'),
        import('../report/index.js'),
        import('../terminal/index.js'),
      ]);
      const { colourWanted, createTalk, protocolCheckTable, writeOut } = terminal;
      const talk = createTalk(io.stderr, { quiet, env: io.env });
      if (out !== undefined) await report.prepareOutput(out);
      const check = await checkProtocol({ ...options, dataset }, io.env, talk, io.signal);
      const text = report.protocolCheckJson(check);
      if (out !== undefined) {
        const files = new Map([
          ['protocol_check.csv', report.protocolCheckCsv(check)],
          ['protocol_check.json', text],
        ]);
        await report.writeFiles(out, files);
      }
      const style = { columns: io.stdout.columns, colour: colourWanted(io.stdout, io.env) };
      await writeOut(io.stdout, json === true ? text : protocolCheckTable(check, style));
      if (check.findings.some(({ severity }) => severity === 'breaks')) io.leaveWith(EXIT.badData);
    });
}
