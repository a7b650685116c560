/** Names of columns that say how good it is. OFIQ's is its native number, which its scalar of 0 to 100 rounds. */
const QUALITY_COLUMNS = [
  'quality',
  'quality_score',
  'quality score',
  'qualityscore',
  'score',
  'value',
  'unifiedqualityscore',
] as const;

export function isQualityColumn(name: string): boolean {
  return (QUALITY_COLUMNS as readonly string[]).includes(name.toLowerCase());
}

/** What a message tells of the names that are looked for. */
export const EXPECTED_QUALITY = 'quality, score or value';
