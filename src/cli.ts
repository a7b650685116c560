import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { COMMANDS } from './commands/index.js';
import { EXIT, UserError } from './errors.js';
import type { Io } from './io.js';
import { VERSION } from './version.js';

type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env' | 'on' | 'off'>;

/** Exit codes a shell expects of a program that a signal ended. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The exit code of one run of `magface ARGV` (see docs/errors.md).
 *
 * Never throws and never calls `process.exit`: a large write to a pipe would be cut short.
 * The first SIGINT or SIGTERM asks the run to stop after the batch in hand and keep what it has;
 * a second one ends the process as signals do.
 */
export async function main(argv: readonly string[], process: Process = globalThis.process) {
  const interruption = new AbortController();
  let signalled: number | undefined;
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => {
    const listener = () => {
      signalled = code;
      process.off(signal, listener);
      interruption.abort(new Error(`stopped by ${signal}`));
    };
    process.on(signal as NodeJS.Signals, listener);
    return [signal as NodeJS.Signals, listener] as const;
  });
  // A reader that went away (`magface ... | head`) is no error of this run; lost results are.
  let lost: NodeJS.ErrnoException | undefined;
  const onLost = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error;
  };
  process.stdout.on('error', onLost);
  // The stream tells of a failed write a moment later.
  const ended = async (code: number): Promise<number> => {
    await new Promise(setImmediate);
    return code === EXIT.ok && lost !== undefined ? explain(lostOutput(lost), io) : code;
  };
  let news: number = EXIT.ok;
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: interruption.signal,
    leaveWith: (exit) => {
      news = exit;
    },
  };
  try {
    await createProgram(io).parseAsync([...argv], { from: 'user' });
    return await ended(signalled ?? news);
  } catch (error) {
    return await ended(signalled ?? explain(error, io));
  } finally {
    for (const [signal, listener] of listeners) process.off(signal, listener);
    process.stdout.off('error', onLost);
  }
}

function lostOutput(cause: NodeJS.ErrnoException): UserError {
  const what = `the results could not be written (${cause.code ?? cause.message})`;
  return new UserError('E_STDOUT', what, 'make room, or use --out', EXIT.ioError, { cause });
}

/** The commander tree: every verb of `src/commands/` in the order of the list. */
export function createProgram(io: Io): Command {
  const program = new Command('magface')
    .description(
      'Evaluate face recognition models and face image quality: verification accuracy, TAR@FAR, ' +
        'error-versus-reject curves on magnitude, and verification by bands of quality.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ magface demo\n' +
        '  $ magface eval lfw --root data/lfw --model model.onnx --preprocess insightface --out out\n',
    );
  for (const register of COMMANDS) register(program, io);
  for (const command of [program, ...program.commands.flatMap(withSubcommands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  }
  return program;
}

/** A verb, and the verbs below it. */
function withSubcommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** The exit code for an error, after saying it on stderr: one line for the user's, a stack trace for ours. */
function explain(error: unknown, io: Io): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof UserError) {
    io.stderr.write(`magface: ${error.message}\n`);
    return error.exit;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(`magface: E_BUG this is a mistake in magface, please report it:\n${trace}\n`);
  return EXIT.bug;
}
