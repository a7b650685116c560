import { create, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
  TensorProto_DataType as DataType,
  TensorShapeProto_DimensionSchema as DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';

/** The bytes of a model that multiplies its input `rows` with `columns` (dim times count, float32), which are part of it. */
export function productModel(columns, dim, count) {
  const graph = create(GraphProtoSchema, {
    name: 'product',
    node: [
      create(NodeProtoSchema, {
        opType: 'MatMul',
        input: ['rows', 'columns'],
        output: ['product'],
      }),
    ],
    initializer: [
      create(TensorProtoSchema, {
        name: 'columns',
        dataType: DataType.FLOAT,
        dims: [BigInt(dim), BigInt(count)],
        rawData: new Uint8Array(columns.buffer, columns.byteOffset, columns.byteLength),
      }),
    ],
    input: [matrix('rows', dim)],
    output: [matrix('product', count)],
  });
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      graph,
      opsetImport: [create(OperatorSetIdProtoSchema, { version: 13n })],
    }),
  );
}

/** A matrix with any number of rows. */
function matrix(name, width) {
  const dim = [
    create(DimensionSchema, { value: { case: 'dimParam', value: 'm' } }),
    create(DimensionSchema, { value: { case: 'dimValue', value: BigInt(width) } }),
  ];
  const value = create(TypeProto_TensorSchema, {
    elemType: DataType.FLOAT,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value } }),
  });
}
