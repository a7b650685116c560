import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.js';
import { registerAware } from './aware.js';
import { registerBands } from './bands.js';
import { registerBaseline } from './baseline.js';
import { registerCheck } from './check.js';
import { registerCompare } from './compare.js';
import { registerConventions } from './conventions.js';
import { registerConvert } from './convert.js';
import { registerDemo } from './demo.js';
import { registerEmbed } from './embed.js';
import { registerErc } from './erc.js';
import { registerEval } from './eval.js';
import { registerIdentify } from './identify.js';
import { registerList } from './list.js';
import { registerPredict } from './predict.js';
import { registerProtocol } from './protocol.js';
import { registerQuality } from './quality.js';

/** Adds one verb to the program. Its action imports what it needs, so that `--help` loads nothing heavy. */
export type RegisterCommand = (program: Command, io: Io) => void;

/** Every verb, in the order of `magface --help`. */
export const COMMANDS: readonly RegisterCommand[] = [
  registerDemo,
  registerEval,
  registerErc,
  registerPredict,
  registerQuality,
  registerBands,
  registerConventions,
  registerIdentify,
  registerCompare,
  registerAware,
  registerEmbed,
  registerConvert,
  registerProtocol,
  registerCheck,
  registerBaseline,
  registerList,
];
