/** `npm run schema`: writes the JSON Schemas of facegauge.json and of manifests from the rules that read them. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifestJsonSchema } from '../kernel-lib/src/models';
import { configJsonSchema } from '../kernel-lib/src/verification';

const schemas = { facegauge: configJsonSchema(), manifest: manifestJsonSchema() };
for (const [name, schema] of Object.entries(schemas)) {
  const file = path.resolve(__dirname, '..', 'kernel-lib', 'schema', `${name}.schema.json`);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
