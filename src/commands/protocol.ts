import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import { registerProtocolCheck } from './protocol-check.js';
import { registerProtocolMake } from './protocol-make.js';

export function registerProtocol(program: Command, io: Io): void {
  const protocol = program
    .command('protocol')
    .description('make a protocol of your own pictures, or check the files of any')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface protocol make faces --pairs 3000 --out my-protocol\n' +
        '  $ magface protocol check lfw --root data/lfw\n',
    );
  registerProtocolMake(protocol, io);
  registerProtocolCheck(protocol, io);
}
