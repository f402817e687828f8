import assert from 'node:assert/strict';
import { roles } from '../../src/model/roles';
import { adminPasswords } from '../../src/sandbox/adminUser';
import type { PullObstacle } from '../../src/sandbox/pull';
import { passwordKey, pullVerdict } from '../../src/sandbox/pull';
import type { SandboxRegistry } from '../../src/sandbox/world';
import { day, Fixture, start } from './groupFixture';

const abac: Partial<SandboxRegistry> = { mode: 'AbacRepositoryPermissions' };
const onlyTeamA =
  "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND " +
  "!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR " +
  "(@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team-a/'))";

interface Row {
  readonly title: string;
  readonly expected: PullObstacle | 'ok';
  readonly registry?: Partial<SandboxRegistry>;
  readonly image?: string;
  readonly prepare?: (fixture: Fixture) => void;
  /** How the group signs in at the registry; with its identity, unless told otherwise. */
  readonly with?: 'password' | 'wrongPassword' | 'nothing';
  readonly osType?: string;
}

const rows: readonly Row[] = [
  { title: 'AcrPull on a classic registry', prepare: (f) => f.grant(), expected: 'ok' },
  { title: 'no role', expected: 'missingRole' },
  {
    title: 'a role on a classic registry that only ABAC honours',
    prepare: (f) => f.grant(roles.repositoryReader.id),
    expected: 'missingRole',
  },
  { title: 'Reader on a classic registry, which reads images too', prepare: (f) => f.grant(roles.reader.id), expected: 'ok' },
  { title: 'AcrPull on an ABAC registry', registry: abac, prepare: (f) => f.grant(), expected: 'missingRole' },
  { title: 'Owner on an ABAC registry', registry: abac, prepare: (f) => f.grant(roles.owner.id), expected: 'missingRole' },
  { title: 'Repository Reader on an ABAC registry', registry: abac, prepare: (f) => f.grant(roles.repositoryReader.id), expected: 'ok' },
  { title: 'the catalogue lister alone', registry: abac, prepare: (f) => f.grant(roles.catalogLister.id), expected: 'missingRole' },
  {
    title: 'a condition that leaves the repository out',
    registry: abac,
    prepare: (f) => f.grant(roles.repositoryReader.id, onlyTeamA),
    expected: 'missingRole',
  },
  {
    title: 'a condition that lets the repository in',
    registry: abac,
    image: 'images.azurecr.io/team-a/app:1',
    prepare: (f) => {
      f.grant(roles.repositoryReader.id, onlyTeamA);
      f.push('team-a/app', { tags: ['1'], megabytes: 1, behaviour: 'web', at: start });
    },
    expected: 'ok',
  },
  { title: 'a role that is not in force yet', prepare: (f) => void (f.grant().effectiveAt = start + 1), expected: 'missingRole' },
  { title: 'a role that is no longer in force', prepare: (f) => void (f.grant().ineffectiveAt = start - 1), expected: 'missingRole' },
  {
    title: 'an identity that was deleted',
    prepare: (f) => {
      f.grant();
      f.world.identities = {};
    },
    expected: 'identityGone',
  },
  { title: 'no credential for the registry', with: 'nothing', expected: 'noCredential' },
  { title: 'anonymous pull allowed', with: 'nothing', registry: { extra: { anonymousPullEnabled: true } }, expected: 'ok' },
  { title: 'the admin user', with: 'password', registry: { adminUserEnabled: true }, expected: 'ok' },
  { title: 'the admin user switched off', with: 'password', expected: 'adminUserDisabled' },
  { title: 'a wrong password', with: 'wrongPassword', registry: { adminUserEnabled: true }, expected: 'wrongPassword' },
  {
    title: 'the admin user at selected networks',
    with: 'password',
    registry: { adminUserEnabled: true, sku: 'Premium', defaultAction: 'Deny' },
    expected: 'deniedByNetwork',
  },
  {
    title: 'an identity at selected networks, trusted services let in',
    registry: { defaultAction: 'Deny' },
    prepare: (f) => f.grant(),
    expected: 'ok',
  },
  {
    title: 'an identity at selected networks, trusted services kept out',
    registry: { defaultAction: 'Deny', networkRuleBypass: 'None' },
    prepare: (f) => f.grant(),
    expected: 'deniedByNetwork',
  },
  {
    title: 'an identity without public access, trusted services let in',
    registry: { publicNetworkAccess: 'Disabled' },
    prepare: (f) => f.grant(),
    expected: 'ok',
  },
  {
    title: 'an identity without public access, trusted services kept out',
    registry: { publicNetworkAccess: 'Disabled', networkRuleBypass: 'None' },
    prepare: (f) => f.grant(),
    expected: 'deniedByNetwork',
  },
  { title: 'a tag that is not there', image: 'images.azurecr.io/web/app:2', prepare: (f) => f.grant(), expected: 'noSuchTag' },
  {
    title: 'a repository that is not there',
    image: 'images.azurecr.io/web/other',
    prepare: (f) => f.grant(),
    expected: 'noSuchRepository',
  },
  { title: 'a scheme in front', image: 'https://images.azurecr.io/web/app:1', prepare: (f) => f.grant(), expected: 'malformedReference' },
  { title: 'a host that nobody knows', image: 'nowhere.azurecr.io/web/app:1', expected: 'unknownRegistry' },
  {
    title: 'an image for ARM alone',
    prepare: (f) => {
      f.grant();
      f.push('web/app', { tags: ['1'], platforms: ['linux/arm64'], megabytes: 1, behaviour: 'web', at: start });
    },
    expected: 'noFittingPlatform',
  },
  {
    title: 'an image for several platforms',
    prepare: (f) => {
      f.grant();
      f.push('web/app', { tags: ['1'], platforms: ['linux/arm64', 'linux/amd64'], megabytes: 1, behaviour: 'web', at: start });
    },
    expected: 'ok',
  },
  { title: 'a Linux image for Windows', prepare: (f) => f.grant(), osType: 'Windows', expected: 'noFittingPlatform' },
  { title: 'a Windows image for Windows', image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022', osType: 'Windows', expected: 'ok' },
  { title: 'a short name at Docker Hub', image: 'nginx', with: 'nothing', expected: 'ok' },
];

describe('pull', () => {
  for (const row of rows) {
    it(`${row.title}: ${row.expected}`, () => {
      const fixture = new Fixture(row.registry);
      row.prepare?.(fixture);
      const definition = fixture.definition();
      const { loginServer } = fixture.registry;
      const secrets: Record<string, string> = {};
      if (row.osType) definition.properties.osType = row.osType;
      if (row.with === 'nothing') delete definition.properties.imageRegistryCredentials;
      if (row.with === 'password' || row.with === 'wrongPassword') {
        definition.properties.imageRegistryCredentials = [{ server: loginServer, username: 'images' }];
        secrets[passwordKey(loginServer)] = row.with === 'password' ? adminPasswords(fixture.registry)[1] : 'another';
      }
      const verdict = pullVerdict(fixture.world, { definition, secrets }, row.image ?? `${loginServer}/web/app:1`, start);
      assert.equal(verdict.ok ? 'ok' : verdict.obstacle, row.expected);
    });
  }

  it('takes a digest for a tag', () => {
    const fixture = new Fixture();
    fixture.grant();
    const digest = fixture.registry.repositories['web/app']?.tags['1']?.digest ?? '';
    const verdict = pullVerdict(
      fixture.world,
      { definition: fixture.definition(), secrets: {} },
      `${fixture.registry.loginServer}/web/app@${digest}`,
      start,
    );
    assert.ok(verdict.ok);
    assert.equal(verdict.digest, digest);
  });

  it('judges by the instant: the same group may pull today and not tomorrow', () => {
    const fixture = new Fixture();
    fixture.grant().ineffectiveAt = start + day;
    const at = (now: number) =>
      pullVerdict(fixture.world, { definition: fixture.definition(), secrets: {} }, `${fixture.registry.loginServer}/web/app:1`, now).ok;
    assert.deepEqual([at(start), at(start + day)], [true, false]);
  });
});
