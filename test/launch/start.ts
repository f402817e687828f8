import { chooseVsCode } from './choose';
import { runDesktop } from './desktop';
import { runMain } from './main';
import { projectFolder, sampleWorkspace } from './paths';
import { linkExtension, startServed } from './served';

/** `npm start`: VS Code with the extension on the sandbox and the sample workspace, until it is closed or Ctrl+C is pressed. */
async function start(): Promise<number | undefined> {
  const env = { KEYLESS_SANDBOX: '1' };
  const choice = await chooseVsCode();
  if (choice.kind === 'desktop') {
    console.log(`Desktop VS Code (${choice.reason}): ${choice.executable}`);
    return runDesktop(choice.executable, { workspace: sampleWorkspace, developmentFolder: projectFolder }, env);
  }
  const server = await startServed({ version: choice.version, env, installExtensions: linkExtension });
  console.log(`Served VS Code 1${choice.version.slice(1)} (${choice.reason}): open ${server.url({ workspace: sampleWorkspace })}`);
  return undefined;
}

runMain(start);
