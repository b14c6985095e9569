// Removes what prepack copied: a leftover folder of networks would be found before the checkout's own.
import fs from 'node:fs';
import { at } from './environment.mjs';

for (const copy of ['models', 'LICENSE']) fs.rmSync(at('kernel-lib', copy), { recursive: true, force: true });
