import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { homeFolder } from '../../../kernel-lib/src/models';

const SCRIPTS = path.resolve(__dirname, '../../../scripts');

describe('where installed networks lie', () => {
  /** Environment that `npm start` gives to JupyterLab when it is started with that one. */
  function labEnvironment(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const module = pathToFileURL(path.join(SCRIPTS, 'environment.mjs')).href;
    const program = `import(${JSON.stringify(module)}).then(m => console.log(JSON.stringify(m.environment)))`;
    return JSON.parse(execFileSync(process.execPath, ['-e', program], { env: given, encoding: 'utf8' }));
  }

  it('is one place for a terminal and for the JupyterLab that npm start serves', () => {
    const { FACEGAUGE_HOME: _, XDG_DATA_HOME: __, ...bare } = process.env;
    for (const own of [{}, { XDG_DATA_HOME: '/data' }, { FACEGAUGE_HOME: '/networks', XDG_DATA_HOME: '/data' }]) {
      const terminal = { ...bare, ...own };
      assert.equal(homeFolder(labEnvironment(terminal)), homeFolder(terminal));
    }
  });
});
