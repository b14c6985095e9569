/** `facegauge models`: which networks there are, and how others come in. */
import { Command } from 'commander';
import { addCommand } from './models-add';
import { calibrateCommand } from './models-calibrate';
import { convertCommand } from './models-convert';
import { pullCommand } from './models-pull';
import { infoCommand, listCommand, verifyCommand } from './models-show';

export function modelsCommand(): Command {
  const command = new Command('models').description('List, check, convert, download, add and calibrate networks.');
  for (const child of [
    listCommand(),
    infoCommand(),
    verifyCommand(),
    pullCommand(),
    convertCommand(),
    addCommand(),
    calibrateCommand()
  ])
    command.addCommand(child);
  return command;
}
