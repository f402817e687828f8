import { newDefinition } from '../../src/deploy/newDefinition';
import { exportYaml } from '../../src/deploy/text/exportYaml';
import type { Format } from '../../src/deploy/text/groupText';
import { judgeText } from '../../src/deploy/text/judgeText';
import type { Container } from '../../src/model/containerGroup';
import { median } from './fresh';

const containers = 60;
const runs = 25;
const targetMs = 50;

/** Prints how long it takes to read and judge a large definition after a keystroke. */
export function benchDefinition(): void {
  const definition = newDefinition({
    name: 'large',
    location: 'westeurope',
    image: 'contoso.azurecr.io/web/storefront:1.6.2',
    loginServer: 'contoso.azurecr.io',
    identityId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-web',
    dnsNameLabel: 'large-12345',
  });
  const [first] = definition.properties.containers;
  definition.properties.containers = Array.from({ length: containers }, (_unused, index): Container => {
    if (!first) throw new Error('The wizard makes a definition without a container.');
    const environmentVariables = Array.from({ length: 10 }, (_none, number) => ({ name: `V${number}`, value: `value ${number}` }));
    return { name: `c${index}`, properties: { ...first.properties, ports: [{ port: 1100 + index }], environmentVariables } };
  });
  const file = { type: 'Microsoft.ContainerInstance/containerGroups', name: 'large', ...definition };
  const texts: readonly (readonly [Format, string])[] = [
    ['yaml', exportYaml('large', definition)],
    ['json', JSON.stringify(file, undefined, 2)],
  ];
  console.log(`\nA definition of ${containers} containers, read and judged, median of ${runs}`);
  for (const [format, text] of texts) {
    const once = (): number => {
      const start = performance.now();
      const { groups } = judgeText(text, format, { kind: 'file' });
      if (groups[0]?.findings.length !== 1) throw new Error('It was not judged: one port is open that no container listens at.');
      return performance.now() - start;
    };
    const times = Array.from({ length: runs }, once);
    const ms = median(times);
    const size = `${Math.round(text.length / 1000)} kB of ${format.toUpperCase()}`;
    console.log(
      `  ${size}: ${ms.toFixed(0)} ms, ${(ms / targetMs).toFixed(2)} of the ${targetMs} ms it may take; the first time ${times[0]?.toFixed(0)} ms`,
    );
  }
}
