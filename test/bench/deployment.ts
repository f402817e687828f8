import { deployable } from '../sandbox/freshDeployment';
import { timedDeployment } from '../sandbox/timedDeployment';

const second = 1000;

/** Prints, by the sandbox's clock and so the same everywhere, how much longer the product takes than Azure. */
export async function benchDeployment(): Promise<void> {
  console.log('\nA fresh grant and deployment, over the time that Azure takes itself');
  for (const [registry, image] of deployable) {
    const { totalMs, lateMs, azureMs } = await timedDeployment(60 * second, registry, image);
    const atOnce = await timedDeployment(0, registry, image);
    const ratios = [(totalMs - lateMs) / azureMs, totalMs / azureMs, atOnce.totalMs / atOnce.azureMs].map((ratio) => ratio.toFixed(3));
    console.log(`  ${registry.padEnd(13)} ${ratios[0]}; ${ratios[1]} with the late tries; ${ratios[2]} where a role is effective at once`);
  }
  console.log('\nTries after a role has become effective');
  for (const seconds of [1, 11, 30, 60, 120, 300, 600]) {
    const { lateMs } = await timedDeployment(seconds * second);
    console.log(`  ${String(seconds).padStart(3)} s: ${(lateMs / second).toFixed(1)} s late`);
  }
}
