/** Entry of the command `facegauge`. */
import { exactArguments } from './arguments';
import { run } from './program';

void run(exactArguments(process.argv)).then(code => {
  process.exitCode = code;
});
