import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { configJsonSchema } from '../../../kernel-lib/src/verification';

describe('facegauge.json: JSON schema', () => {
  it('in the package is made of the rules in force (npm run schema)', () => {
    const file = path.join(__dirname, '../../../kernel-lib/schema/facegauge.schema.json');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(JSON.stringify(configJsonSchema())));
  });
});
