/** `npm run schema`: writes the JSON Schema of facegauge.json from the rules that read it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { configJsonSchema } from '../kernel-lib/src/verification';

const file = path.resolve(__dirname, '..', 'kernel-lib', 'schema', 'facegauge.schema.json');
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
