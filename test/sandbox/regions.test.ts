import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { field } from '../../src/sandbox/field';
import { Fixture } from './groupFixture';

interface Capability {
  readonly osType: string;
  readonly ipAddressType: string;
  readonly capabilities: { readonly maxCpu: number; readonly maxMemoryInGB: number };
}

async function about(fixture: Fixture, location: string, what: string): Promise<unknown[]> {
  const path = `/subscriptions/${fixture.subscriptionId}/providers/Microsoft.ContainerInstance/locations/${location}/${what}`;
  return field((await fixture.ask('GET', path)).body, 'value') as unknown[];
}

async function cores(fixture: Fixture): Promise<number> {
  const usages = (await about(fixture, 'westeurope', 'usages')) as { name: { value: string }; currentValue: number }[];
  return usages.find(({ name }) => name.value === 'StandardCores')?.currentValue ?? -1;
}

function of(fixture: Fixture, more: object, beside: object = {}): ContainerGroupDefinition {
  const definition = fixture.publicDefinition();
  return { ...definition, ...beside, properties: { ...definition.properties, ...more } };
}

describe('regions of Container Instances', () => {
  it('tell what each of them takes, for each system and each kind of address', async () => {
    const fixture = new Fixture();
    fixture.world.regionLimits['northeurope'] = { cpu: 4, memoryInGB: 16 };
    const largest = async (location: string) =>
      ((await about(fixture, location, 'capabilities')) as Capability[]).map(({ osType, ipAddressType, capabilities }) =>
        [osType, ipAddressType, capabilities.maxCpu, capabilities.maxMemoryInGB].join(' '),
      );
    assert.deepEqual(await largest('westeurope'), [
      'Linux Public 31 240',
      'Linux Private 31 240',
      'Windows Public 31 240',
      'Windows Private 31 240',
    ]);
    assert.deepEqual((await largest('northeurope'))[0], 'Linux Public 4 16');
  });

  it('count the cores of groups that may run, and those of spot groups not among them', async () => {
    const fixture = new Fixture();
    await fixture.put(of(fixture, {}), 'usual');
    assert.equal(await cores(fixture), 1);
    assert.equal((await fixture.put(of(fixture, { priority: 'Spot' }), 'spot')).status, 201);
    assert.equal(await cores(fixture), 1);
    fixture.pass(60);
    await fixture.act('stop', 'usual');
    assert.equal(await cores(fixture), 0);
  });

  it('run spot groups and groups in a zone, and say so when they are read', async () => {
    const fixture = new Fixture();
    await fixture.put(of(fixture, { priority: 'Spot' }), 'spot');
    await fixture.put(of(fixture, {}, { zones: ['2'] }), 'zoned');
    fixture.pass(60);
    assert.equal(field((await fixture.get('spot')).body, 'properties', 'priority'), 'Spot');
    assert.deepEqual(field((await fixture.get('zoned')).body, 'zones'), ['2']);
    assert.equal(field((await fixture.get('zoned')).body, 'properties', 'instanceView', 'state'), 'Running');
  });
});
