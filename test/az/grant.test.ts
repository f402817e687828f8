/** The script of a plan to grant, run by Microsoft's own `az` against the sandbox's cloud. */
import assert from 'node:assert/strict';
import { readGrantFacts } from '../../src/access/grantFacts';
import type { GrantRequest } from '../../src/access/grantRequest';
import { planGrant } from '../../src/access/planGrant';
import { selectionOf } from '../../src/access/repositoryCondition';
import { connect } from '../../src/azure/main';
import { azScript } from '../../src/plan/formats/azScript';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { startCloud } from '../../src/sandbox/server/startCloud';
import { Az } from './az';

describe('the script of a plan to grant, by az', () => {
  let cloud: Cloud;
  let az: Az;

  before(async function () {
    await Az.orSkip(this);
    cloud = await startCloud({ speed: 60 });
    az = await Az.at(cloud);
    await az.register();
    await az.signInWithSecret();
  });
  after(async () => {
    await (az as Az | undefined)?.close();
    await (cloud as Cloud | undefined)?.close();
  });

  it('creates a narrowed assignment, and merges a condition into one that is there', async () => {
    const { open } = cloud;
    const { world } = open.sandbox;
    const azure = connect({
      cloud: open.cloud,
      tenants: [{ tenantId: world.tenantId, credential: open.credentialFor('owner') }],
      httpClient: open.httpClient,
      userAgent: 'test/1',
    });
    const identities = Object.values(world.identities).filter(({ id }) => /\/(id-team-a|id-new-service)$/.test(id));
    const registry = await azure.registries.get(Object.values(world.registries).find(({ id }) => id.endsWith('/contosoabac'))?.id ?? '');
    assert.ok(registry);
    const request: GrantRequest = {
      to: identities.map(({ id, principalId }) => ({ kind: 'existing', id, principalId })),
      registries: [registry],
      abilities: ['pull'],
      at: 'registry',
      only: { repositories: ['team-b/billing'], prefixes: [] },
    };
    const { plan } = planGrant('target', request, await readGrantFacts(azure, request));
    assert.ok(plan);
    const script = azScript(plan);
    assert.match(script, /az role assignment create[^]*az role assignment update|az role assignment update[^]*az role assignment create/);
    const before = Object.keys(world.assignments).length;
    await az.script(script);
    assert.equal(Object.keys(world.assignments).length, before + 1);
    const selected = identities.map(({ id, principalId }) => {
      const found = Object.values(world.assignments).find((one) => one.principalId === principalId);
      return [id.slice(id.lastIndexOf('/') + 1), selectionOf(found?.condition ?? '')];
    });
    assert.deepEqual(Object.fromEntries(selected), {
      'id-team-a': { repositories: ['team-b/billing'], prefixes: ['team-a/'] },
      'id-new-service': { repositories: ['team-b/billing'], prefixes: [] },
    });
    assert.equal(planGrant('target', request, await readGrantFacts(azure, request)).plan, undefined, 'and all is granted');
  });
});
