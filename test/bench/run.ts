import { runMain } from '../launch/main';
import { benchAccess } from './access';
import { benchDefinition } from './definition';
import { benchDeployment } from './deployment';
import { benchLoading } from './loading';
import { benchTree } from './tree';

/** Prints measurements against the product's targets. A clock is noisy: ratios and medians compare, milliseconds do not. */
async function bench(): Promise<undefined> {
  await benchLoading();
  await benchTree();
  await benchDeployment();
  benchAccess();
  benchDefinition();
  return undefined;
}

runMain(bench);
