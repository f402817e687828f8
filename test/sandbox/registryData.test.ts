import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ContainerRegistryClient } from '@azure/container-registry';
import { roles } from '../../src/model/roles';
import { assignRole } from '../../src/sandbox/builder';
import { personaId } from '../../src/sandbox/personas';
import type { SandboxRegistry } from '../../src/sandbox/world';
import { Fixture, start } from './groupFixture';

function clientOf(fixture: Fixture, audience = 'https://containerregistry.azure.net'): ContainerRegistryClient {
  const { credential, httpClient } = fixture.client();
  return new ContainerRegistryClient(`https://${fixture.registry.loginServer}`, credential, {
    httpClient,
    audience,
    retryOptions: { maxRetries: 0 },
  });
}

async function repositories(client: ContainerRegistryClient, pageSize = 100): Promise<{ names: string[]; pages: number }> {
  const names: string[] = [];
  let pages = 0;
  for await (const page of client.listRepositoryNames().byPage({ maxPageSize: pageSize })) {
    pages += 1;
    names.push(...page);
  }
  return { names, pages };
}

const abac: Partial<SandboxRegistry> = { mode: 'AbacRepositoryPermissions' };

function grantOwner(fixture: Fixture, roleId: string, condition?: string): void {
  assignRole(fixture.world, {
    scope: fixture.registry.id,
    principalId: personaId('owner'),
    roleId,
    at: start - 1,
    ...(condition ? { condition } : {}),
  });
}

describe('the data plane of a registry', () => {
  it('lists repositories page by page', async () => {
    const fixture = new Fixture();
    for (const name of ['a', 'b/c/d', 'e']) fixture.push(name, { tags: ['1'], megabytes: 1, behaviour: 'web', at: start });
    assert.deepEqual(await repositories(clientOf(fixture), 2), { names: ['a', 'b/c/d', 'e', 'web/app'], pages: 2 });
  });

  it('tells tags and manifests of a repository, with platforms', async () => {
    const fixture = new Fixture();
    fixture.push(
      'web/multi',
      { tags: ['1'], platforms: ['linux/amd64', 'linux/arm64'], megabytes: 20, behaviour: 'web', at: start - 2000 },
      { tags: ['2', 'latest'], megabytes: 30, behaviour: 'web', at: start - 1000 },
    );
    const repository = clientOf(fixture).getRepository('web/multi');
    const properties = await repository.getProperties();
    assert.deepEqual([properties.tagCount, properties.manifestCount], [3, 4]);
    const artifact = repository.getArtifact('1');
    const tags = [];
    for await (const tag of artifact.listTagProperties({ order: 'LastUpdatedOnDescending' })) tags.push(tag.name);
    assert.deepEqual(tags, ['2', 'latest', '1']);
    const index = await artifact.getManifestProperties();
    assert.deepEqual(
      index.relatedArtifacts.map((each) => [each.operatingSystem, each.architecture]),
      [
        ['linux', 'amd64'],
        ['linux', 'arm64'],
      ],
    );
    const single = await repository.getArtifact('2').getManifestProperties();
    assert.deepEqual([single.operatingSystem, single.architecture, single.tags], ['linux', 'amd64', ['2', 'latest']]);
    assert.equal((await artifact.getTagProperties('1')).digest, index.digest);
    const newest = [];
    for await (const manifest of repository.listManifestProperties({ order: 'LastUpdatedOnDescending' })) newest.push(manifest.digest);
    assert.equal(newest[0], single.digest);
  });

  it('gives manifests whose digest is that of their bytes', async () => {
    const fixture = new Fixture();
    for (const repository of Object.values(fixture.registry.repositories)) {
      for (const manifest of Object.values(repository.manifests)) {
        assert.equal(manifest.digest, `sha256:${createHash('sha256').update(manifest.content).digest('hex')}`);
      }
    }
  });

  interface Row {
    readonly title: string;
    readonly registry?: Partial<SandboxRegistry>;
    readonly audience?: string;
    readonly prepare?: (fixture: Fixture) => void;
    readonly catalog: 'ok' | 401 | 403;
    readonly tags: 'ok' | 401 | 403;
  }
  const arm = 'https://management.azure.com';
  const onlyWeb =
    "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND " +
    "!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR " +
    "(@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase 'other'))";
  const signInAs = (persona: 'contributor' | 'reader') => (fixture: Fixture) => {
    fixture.world.signedIn = personaId(persona);
  };
  const rows: readonly Row[] = [
    { title: 'an owner at a classic registry', catalog: 'ok', tags: 'ok' },
    { title: 'a reader at a classic registry', prepare: signInAs('reader'), catalog: 'ok', tags: 'ok' },
    { title: 'an owner at an ABAC registry', registry: abac, catalog: 401, tags: 401 },
    {
      title: 'a repository reader at an ABAC registry',
      registry: abac,
      prepare: (f) => grantOwner(f, roles.repositoryReader.id),
      catalog: 401,
      tags: 'ok',
    },
    {
      title: 'a catalogue lister at an ABAC registry',
      registry: abac,
      prepare: (f) => grantOwner(f, roles.catalogLister.id),
      catalog: 'ok',
      tags: 401,
    },
    {
      title: 'a reader of other repositories',
      registry: abac,
      prepare: (f) => grantOwner(f, roles.repositoryReader.id, onlyWeb),
      catalog: 401,
      tags: 401,
    },
    { title: 'somebody outside the firewall', registry: { defaultAction: 'Deny' }, catalog: 403, tags: 403 },
    {
      title: 'somebody whose range is let in',
      registry: { defaultAction: 'Deny', ipRules: ['203.0.113.0/29'] },
      catalog: 'ok',
      tags: 'ok',
    },
    {
      title: 'somebody beside the range that is let in',
      registry: { defaultAction: 'Deny', ipRules: ['203.0.113.8/29'] },
      catalog: 403,
      tags: 403,
    },
    { title: 'anybody, without public access', registry: { publicNetworkAccess: 'Disabled' }, catalog: 403, tags: 403 },
    { title: 'a Resource Manager token', audience: arm, catalog: 'ok', tags: 'ok' },
    {
      title: 'a Resource Manager token where those are not taken',
      registry: { armTokens: 'disabled' },
      audience: arm,
      catalog: 401,
      tags: 401,
    },
    {
      title: "the registries' own audience where Resource Manager's is not taken",
      registry: { armTokens: 'disabled' },
      catalog: 'ok',
      tags: 'ok',
    },
  ];
  for (const row of rows) {
    it(`to ${row.title}: catalogue ${row.catalog}, tags ${row.tags}`, async () => {
      const fixture = new Fixture(row.registry);
      row.prepare?.(fixture);
      const client = clientOf(fixture, row.audience);
      const outcome = (answer: Promise<unknown>) =>
        answer.then(
          () => 'ok' as const,
          (error: unknown) => (error as { statusCode?: number }).statusCode,
        );
      assert.equal(await outcome(repositories(client)), row.catalog);
      assert.equal(await outcome(client.getRepository('web/app').getProperties()), row.tags);
    });
  }

  it('names what is missing in the 401, and the address in the 403', async () => {
    const fixture = new Fixture(abac);
    const url = `https://${fixture.registry.loginServer}/acr/v1/_catalog`;
    const asked = await fixture.sandbox.handle({ method: 'GET', url, headers: {} });
    assert.equal(asked.status, 401);
    assert.equal(
      asked.headers['www-authenticate'],
      `Bearer realm="https://images.azurecr.io/oauth2/token",service="images.azurecr.io",scope="registry:catalog:*"`,
    );
    assert.deepEqual(JSON.parse(asked.body), {
      errors: [
        {
          code: 'UNAUTHORIZED',
          message: 'authentication required, visit https://aka.ms/acr/authorization for more information.',
          detail: [{ Type: 'registry', Class: '', Name: 'catalog', Action: '*' }],
        },
      ],
    });
    fixture.registry.publicNetworkAccess = 'Disabled';
    const denied = await fixture.sandbox.handle({ method: 'GET', url, headers: {} });
    assert.equal(denied.status, 403);
    assert.match(
      denied.body,
      /client with IP '203\.0\.113\.5' is not allowed access\. Refer https:\/\/aka\.ms\/acr\/firewall to grant access\./,
    );
  });

  it('sees a role granted meanwhile, with the same client', async () => {
    const fixture = new Fixture(abac);
    const client = clientOf(fixture);
    await assert.rejects(repositories(client), { statusCode: 401 });
    grantOwner(fixture, roles.catalogLister.id);
    assert.deepEqual((await repositories(client)).names, ['web/app']);
  });

  it('no longer honours tokens of before a change of mode', async () => {
    const fixture = new Fixture();
    const client = clientOf(fixture);
    await repositories(client);
    fixture.registry.mode = 'AbacRepositoryPermissions';
    await assert.rejects(repositories(client), { statusCode: 401 });
  });

  it('answers 404 for what is not there', async () => {
    const fixture = new Fixture();
    const client = clientOf(fixture);
    await assert.rejects(client.getRepository('web/none').getProperties(), { statusCode: 404 });
    await assert.rejects(client.getArtifact('web/app', 'none').getManifestProperties(), { statusCode: 404 });
  });

  it('serves a public manifest to anybody', async () => {
    const fixture = new Fixture();
    const url = 'https://mcr.microsoft.com/v2/azuredocs/aci-helloworld/manifests/latest';
    const answer = await fixture.sandbox.handle({ method: 'GET', url, headers: {} });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['docker-content-digest'], `sha256:${createHash('sha256').update(answer.body).digest('hex')}`);
  });
});
