/** What the library itself answers: FILE, JSON of a stretch → JSON. For tests that hold the server extension's answers against it. */
import { Store } from '../../../kernel-lib/src/store';

const [file, stretch = '{"from":0,"to":8640000000000000}'] = process.argv.slice(2);
const store = Store.open(file, { readOnly: true });
const asked = JSON.parse(stretch);
process.stdout.write(
  JSON.stringify({
    summary: store.summaryOf(asked),
    qualities: store.qualities(asked),
    findings: store.findings(asked),
    sources: store.sources(asked),
    policy: store.policyInForce(),
    history: store.policyHistory(),
    ignored: store.ignoredPolicy(),
    version: store.policyVersion(),
    runs: store.runs(),
    samples: [...store.samples({ large: false })].map(({ id, quality, findings }) => ({ id, quality, findings }))
  })
);
void store.close();
