import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { parse } from 'yaml';
import { descriptionSchema } from '../../src/datasets/description-schema.js';
import { DESCRIPTION } from '../../src/datasets/described.js';
import { PROJECT } from '../support/run-cli.js';

interface Schema {
  readonly properties: Record<string, { readonly enum?: readonly string[] }>;
  readonly required: readonly string[];
  readonly additionalProperties: boolean;
}

describe('dataset.schema.json', () => {
  test('is what descriptions are checked by (node scripts/build-schema.js)', () => {
    expect(readFileSync(join(PROJECT, 'dataset.schema.json'), 'utf8')).toBe(descriptionSchema());
  });

  test('is published with the package', () => {
    const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      files: string[];
      exports: Record<string, string>;
    };
    expect(manifest.files).toContain('dataset.schema.json');
    expect(manifest.exports['./dataset.schema.json']).toBe('./dataset.schema.json');
  });

  test('knows every key, every format, and no others', () => {
    const schema = JSON.parse(descriptionSchema()) as Schema;
    expect(Object.keys(schema.properties)).toEqual(Object.keys(DESCRIPTION.shape));
    expect(schema.properties['format']!.enum).toEqual(DESCRIPTION.shape.format.options);
    expect(schema.required).toEqual(['name', 'format']);
    expect(schema.additionalProperties).toBe(false);
  });

  test.each([
    ['name: mine\nformat: pairs\n', true],
    ['name: mine\nformat: pairs\nexpect: {genuine: 3}\n', true],
    ['name: Mine\nformat: pairs\n', false],
    ['name: mine\nformat: csv\n', false],
    ['name: mine\nformat: pairs\npear: x\n', false],
    ['name: mine\nformat: pairs\nexpect: {genuine: -3}\n', false],
  ])('takes what a run takes: %j %s', (text, good) => {
    // Read back, the schema says the same as what it was made from.
    const schema = z.fromJSONSchema(
      JSON.parse(descriptionSchema()) as Parameters<typeof z.fromJSONSchema>[0],
    );
    expect(schema.safeParse(parse(text)).success).toBe(good);
    expect(DESCRIPTION.safeParse(parse(text)).success).toBe(good);
  });

  test.each(['fixtures/demo/dataset.yaml', 'fixtures/protocols/described/door.yaml'])(
    'is what %s points an editor to',
    (path) => {
      const [first] = readFileSync(join(PROJECT, path), 'utf8').split('\n');
      const [, target] = /^# yaml-language-server: \$schema=(\S+)$/.exec(first!)!;
      expect(join(PROJECT, dirname(path), target!)).toBe(join(PROJECT, 'dataset.schema.json'));
      expect(existsSync(join(PROJECT, dirname(path), target!))).toBe(true);
    },
  );
});
