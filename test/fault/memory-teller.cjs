/**
 * Loaded into every process of a command by NODE_OPTIONS: at SIGUSR2 it collects garbage and writes what is left into
 * FACEGAUGE_TELL/PID.json.
 */
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.FACEGAUGE_TELL) {
  const fs = require('node:fs');
  const path = require('node:path');
  require('node:v8').setFlagsFromString('--expose-gc');
  const gc = require('node:vm').runInNewContext('gc');
  process.on('SIGUSR2', async () => {
    // What is released by a finaliser goes with the next round.
    for (let round = 0; round < 3; round++) {
      gc();
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    const file = path.join(process.env.FACEGAUGE_TELL, `${process.pid}.json`);
    fs.writeFileSync(`${file}~`, JSON.stringify({ rss, kept: heapUsed + external }));
    fs.renameSync(`${file}~`, file);
  });
}
