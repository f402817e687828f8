import assert from 'node:assert/strict';
import type { Workbench } from '../pages/workbench';
import { eventually } from './eventually';

/** A container group that somebody else has deployed beside `landing`, and that runs. Answers its resource id. */
export async function deployedElsewhere(workbench: Workbench, name: string, properties: object): Promise<string> {
  const id = String(await workbench.run('keylessContainers.test.groupId', 'landing')).replace(/landing$/, name);
  const send = async (method: string, body?: unknown): Promise<string> => {
    const path = `${id}?api-version=2023-05-01`;
    return ((await workbench.run('keylessContainers.test.send', 'owner', method, path, body)) as { body: string }).body;
  };
  const answer = await send('PUT', { location: 'westeurope', properties });
  await eventually(async () => {
    await workbench.run('keylessContainers.test.advance', 60_000);
    assert.match(await send('GET'), /"instanceView":\{[^}]*"state":"(Running|Succeeded)"/, answer);
  });
  return id;
}

/** A container as a definition has it. */
export function container(name: string, image: string): object {
  return { name, properties: { image, resources: { requests: { cpu: 1, memoryInGB: 2 } } } };
}
