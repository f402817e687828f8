import assert from 'node:assert/strict';
import { judgeRefusal, withIdentitiesAlone } from '../../src/deploy/failure/judgeRefusal';
import type { ContainerGroupDefinition, ImageRegistryCredential } from '../../src/model/containerGroup';
import type { Finding } from '../../src/model/finding';
import { message } from '../../src/model/message';

function definition(cpu = 1, credentials: readonly ImageRegistryCredential[] = []): ContainerGroupDefinition {
  const resources = { requests: { cpu, memoryInGB: 2 } };
  const containers = [{ name: 'a', properties: { image: 'i', resources } }];
  return { location: 'westeurope', properties: { containers, imageRegistryCredentials: [...credentials] } };
}

const quota: Finding = {
  code: 'QuotaOfCores',
  severity: 'warning',
  path: [],
  message: message('preflight.cores', { needed: 1, left: 0, location: 'x' }),
};
const identity = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i';
const both: ImageRegistryCredential = { server: 'one.azurecr.io', identity, username: 'u', password: 'p' };
const plain: ImageRegistryCredential = { server: 'two.azurecr.io', username: 'u', password: 'p' };

describe('Why Azure refuses a container group', () => {
  const rows: readonly (readonly [
    code: string,
    given: ContainerGroupDefinition,
    findings: readonly Finding[] | undefined,
    title: string | undefined,
    repairs: readonly string[],
  ])[] = [
    ['ServiceUnavailable', definition(), undefined, 'refusal.noRoom', ['region']],
    ['ServiceUnavailable', definition(8), [], 'refusal.noRoom', ['region', 'smaller']],
    ['ServiceUnavailable', definition(8), [quota], 'refusal.quota', ['region']],
    ['InsufficientCapacity', definition(8), [quota], 'refusal.noRoom', ['region', 'smaller']],
    ['ContainerGroupQuotaReached', definition(), [], 'refusal.quota', ['region']],
    ['AmbiguousImageResitryCredentialType', definition(1, [both]), [], 'refusal.ambiguous', ['keepIdentities']],
    ['AmbiguousImageResitryCredentialType', definition(1, [{ server: 'x' }]), [], 'refusal.ambiguous', []],
    ['InvalidImageRegistryIdentity', definition(), [], 'refusal.identity', []],
    ['InaccessibleImage', definition(), [], 'refusal.image', []],
    ['ImageOsTypeNotMatchContainerGroup', definition(), [], 'refusal.platform', []],
    ['OsVersionNotSupported', definition(), [], 'refusal.osVersion', []],
    ['RegistryErrorResponse', definition(), [], 'refusal.registry', []],
    ['AuthorizationFailed', definition(), [], undefined, []],
    ['NetworkError', definition(), [quota], undefined, []],
  ];
  for (const [code, given, findings, title, repairs] of rows) {
    it(`${code} is ${title ?? 'left to Azure’s own words'}, with ${repairs.join(', ') || 'no repair'}`, () => {
      const refusal = judgeRefusal(code, given, findings);
      assert.equal(refusal?.title.key, title);
      assert.deepEqual(refusal?.repairs.map(({ kind }) => kind) ?? [], repairs);
      if (refusal) assert.match(refusal.source, /^https:\/\/learn\.microsoft\.com\//);
    });
  }

  it('names the credentials that have both, and takes the user name out of those alone', () => {
    const refusal = judgeRefusal('AmbiguousImageResitryCredentialType', definition(1, [both, plain]));
    assert.equal(refusal?.evidence[0]?.args['servers'], 'one.azurecr.io');
    assert.deepEqual(withIdentitiesAlone(definition(1, [both, plain])).properties.imageRegistryCredentials, [
      { server: 'one.azurecr.io', identity },
      plain,
    ]);
  });

  it('survives a definition that is none', () => {
    for (const given of [{}, { properties: {} }, { properties: { containers: [{ name: 'a' }] } }]) {
      const refusal = judgeRefusal('ServiceUnavailable', given as unknown as ContainerGroupDefinition);
      assert.equal(refusal?.title.key, 'refusal.noRoom', JSON.stringify(given));
      judgeRefusal('AmbiguousImageResitryCredentialType', given as unknown as ContainerGroupDefinition);
    }
  });

  it('reads a definition with names in any case and numbers in quotes', () => {
    const given = {
      location: 'westeurope',
      Properties: { Containers: [{ Name: 'a', Properties: { Resources: { Requests: { CPU: '8', MemoryInGB: '2' } } } }] },
    };
    const refusal = judgeRefusal('InsufficientCapacity', given as unknown as ContainerGroupDefinition);
    assert.deepEqual(refusal?.repairs[1], { kind: 'smaller', size: { cpu: 4, memoryInGB: 2 } });
  });
});
