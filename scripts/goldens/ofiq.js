import { OFIQ_SIGMOID, unifiedQuality } from '../../dist/metrics/unified-quality.js';
import { checksOf } from '../golden-checks.js';
import { readJson } from '../golden-data.js';

/** The magnitudes and the scores that OFIQ's conformance test gives, picture by picture. */
export default {
  peer: 'ofiq',
  reference: 'BSI-OFIQ/OFIQ-Project, table of the conformance test @a16a990',
  parts: [
    {
      data: 'ofiq',
      checks: (folder) => {
        const { rows } = readJson(folder, 'unified_quality.json');
        const check = checksOf('conformance pictures');
        return [
          check(
            'unified quality from the magnitude',
            rows.map((row) => row.unified_quality_0_100),
            rows.map((row) => unifiedQuality(row.magface_magnitude, OFIQ_SIGMOID)),
          ),
        ];
      },
    },
  ],
};
