import assert from 'node:assert/strict';
import { addRegistry, assignRole } from '../../src/sandbox/builder';
import { personaId } from '../../src/sandbox/personas';
import { roles } from '../../src/model/roles';
import type { Answer } from './groupFixture';
import { Fixture, start, text } from './groupFixture';

const apiVersion = '2023-07-01';

function post(fixture: Fixture, body: unknown, as?: string): Promise<Answer> {
  return fixture.ask('POST', `${fixture.registry.id}/importImage`, body, { apiVersion, ...(as ? { as } : {}) });
}

async function result(fixture: Fixture, accepted: Answer): Promise<Answer> {
  return fixture.ask('GET', new URL(accepted.headers['location'] ?? '').pathname, undefined, { apiVersion });
}

const helloWorld = { source: { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' }, targetTags: ['base/hello:1'] };

describe('importImage', () => {
  it('copies an index with its images, after a while', async () => {
    const fixture = new Fixture();
    const accepted = await post(fixture, helloWorld);
    assert.equal(accepted.status, 202);
    assert.equal((await result(fixture, accepted)).status, 202);
    assert.equal(fixture.registry.repositories['base/hello'], undefined);
    fixture.pass(30);
    assert.equal((await result(fixture, accepted)).status, 200);
    const copy = Object.values(fixture.registry.repositories).find((each) => each.name === 'base/hello');
    assert.equal(Object.keys(copy?.manifests ?? {}).length, 3);
    assert.equal(copy?.tags['1']?.digest, fixture.world.publicImages['mcr.microsoft.com']?.['hello-world']?.tags['latest']?.digest);
  });

  it('keeps the name where no target is given, and knows Docker Hub by its short name', async () => {
    const fixture = new Fixture();
    await post(fixture, { source: { registryUri: 'docker.io', sourceImage: 'nginx:1.27' } });
    fixture.pass(60);
    fixture.sandbox.settle();
    assert.ok(fixture.registry.repositories['nginx']?.tags['1.27']);
  });

  it('refuses a tag that is there, unless forced', async () => {
    const fixture = new Fixture();
    const taken = { ...helloWorld, targetTags: ['web/app:1'] };
    const refused = await post(fixture, taken);
    assert.deepEqual([refused.status, refused.body['error']?.['code']], [409, 'Conflict']);
    assert.equal(text(refused.body['error']?.['message']), 'Tag web/app:1 already exists in target registry.');
    assert.equal((await post(fixture, { ...taken, mode: 'Force' })).status, 202);
  });

  it('refuses a source that is not there', async () => {
    const refused = await post(new Fixture(), {
      ...helloWorld,
      source: { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:never' },
    });
    assert.equal(refused.status, 404);
  });

  it('asks for the right to import', async () => {
    const refused = await post(new Fixture(), helloWorld, personaId('reader'));
    assert.equal(refused.status, 403);
    assert.match(text(refused.body['error']?.['message']), /importImage\/action/);
  });

  it('asks for the right to read the source, by its mode', async () => {
    const fixture = new Fixture();
    const place = { subscriptionId: fixture.subscriptionId, resourceGroup: 'rg', location: 'westeurope', createdAt: start };
    const source = addRegistry(fixture.world, { ...place, name: 'sourceabac', mode: 'AbacRepositoryPermissions' });
    Object.assign(source.repositories, fixture.registry.repositories);
    const body = { source: { resourceId: source.id, sourceImage: 'web/app:1' }, targetTags: ['copy/app:1'] };
    assert.equal((await post(fixture, body)).body['error']?.['code'], 'LinkedAuthorizationFailed');
    assignRole(fixture.world, { scope: source.id, principalId: personaId('owner'), roleId: roles.repositoryReader.id, at: start });
    assert.equal((await post(fixture, body)).status, 202);
  });
});
