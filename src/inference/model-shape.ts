import { EXIT, UserError } from '../errors.js';
import type { Opened, RunRequest, TensorInfo } from './session-messages.js';

/** Side of an aligned face, as every model here takes it. */
export const SIDE = 112;

/** What a model must be fed and what it gives, checked before any picture is read. */
export interface ModelShape {
  readonly input: string;
  readonly output: string;
  readonly type: RunRequest['type'];
  /** Pictures a run takes when the model insists on a number. */
  readonly fixedBatch?: number;
}

const TYPES = ['float32', 'float16', 'uint8'] as const;
const VECTOR_TYPES: readonly string[] = ['float32', 'float16', 'float64'];

/**
 * The shape of a model that takes pictures [N,3,112,112] and gives vectors [N,d].
 *
 * @param wanted output the user asked for; needed only when several could be the embedding
 * @throws UserError E_MODEL_INPUT, E_MODEL_OUTPUT (exit 69) that quote what the model has
 */
export function shapeOf(
  { inputs, outputs }: Pick<Opened, 'inputs' | 'outputs'>,
  wanted: string | undefined,
): ModelShape {
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0) {
    throw unusable(
      'E_MODEL_INPUT',
      `the model has ${inputs.length} inputs (${list(inputs)}), a face model has one`,
      'export it with the picture as its only input',
    );
  }
  const type = TYPES.find((known) => known === input.type);
  if (type === undefined) {
    throw unusable(
      'E_MODEL_INPUT',
      `input ${text(input)} is of a type that no pixels have`,
      'export it with float32, float16 or uint8 input',
    );
  }
  const [batch, channels, height, width] = input.shape;
  const fits = (found: number | string | undefined, expected: number) =>
    typeof found === 'string' || found === expected || found === -1;
  if (input.shape.length !== 4 || !fits(channels, 3) || !fits(height, SIDE) || !fits(width, SIDE)) {
    throw unusable(
      'E_MODEL_INPUT',
      `input ${text(input)} is not [N,3,${SIDE},${SIDE}]`,
      width === 3
        ? 'export it with channels first (NCHW)'
        : 'magface runs models of aligned 112x112 faces',
    );
  }
  const output = chooseOutput(outputs, wanted);
  if (!VECTOR_TYPES.includes(output.type)) {
    throw unusable(
      'E_MODEL_OUTPUT',
      `output ${text(output)} is of a type that no embedding has`,
      'name another with --output, or export the embedding itself',
    );
  }
  return {
    input: input.name,
    output: output.name,
    type,
    ...(typeof batch === 'number' && batch > 0 ? { fixedBatch: batch } : {}),
  };
}

function chooseOutput(outputs: readonly TensorInfo[], wanted: string | undefined): TensorInfo {
  if (wanted !== undefined) {
    const named = outputs.find(({ name }) => name === wanted);
    if (named !== undefined) return named;
    throw unusable(
      'E_MODEL_OUTPUT',
      `the model has no output "${wanted}"`,
      `choose from ${list(outputs)}`,
    );
  }
  const vectors = outputs.filter(({ shape }) => shape.length === 2);
  const [only, ...others] = vectors.length > 0 ? vectors : outputs;
  if (only !== undefined && others.length === 0) return only;
  throw unusable(
    'E_MODEL_OUTPUT',
    `${outputs.length} outputs could be the embedding: ${list(outputs)}`,
    'name one with --output',
  );
}

const text = ({ name, type, shape }: TensorInfo) => `"${name}" ${type}[${shape.join(',')}]`;
const list = (tensors: readonly TensorInfo[]) => tensors.map(text).join(', ');

export function unusable(code: `E_${string}`, what: string, remedy: string): UserError {
  return new UserError(code, what, remedy, EXIT.unusableModel);
}
