// npm run setup:cuda: fetches the CUDA provider that a plain install leaves out (about 300 MB, Linux x64).
import { at } from './environment.mjs';
import { run } from './steps.mjs';

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    `onnxruntime-node has a CUDA provider for Linux x64 only; this is ${process.platform} ${process.arch}.`
  );
  process.exit(1);
}
const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'cuda12' };
try {
  await run(process.execPath, [at('node_modules', 'onnxruntime-node', 'script', 'install.js')], { env, inherit: true });
  console.log(
    'The CUDA provider lies beside onnxruntime-node. CUDA 12 and cuDNN 9 must be installed; try `npx facegauge score --device cuda …`.'
  );
} catch {
  console.error(
    'The CUDA provider could not be fetched. Is NuGet reachable (behind a proxy: set GLOBAL_AGENT_HTTPS_PROXY)? Run `npm start` first if node_modules is missing.'
  );
  process.exitCode = 1;
}
