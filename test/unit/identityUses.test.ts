import assert from 'node:assert/strict';
import { identityUses } from '../../src/access/identityUses';
import type { ContainerGroup, ImageRegistryCredential } from '../../src/model/containerGroup';

const identity = '/subscriptions/s/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-web';
const spelledOtherwise = identity.replace('resourcegroups', 'resourceGroups').replace('id-web', 'ID-Web');

function group(name: string, attached: readonly string[], credentials: readonly ImageRegistryCredential[] = []): ContainerGroup {
  const id = `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
  const definition = {
    identity: { type: 'UserAssigned', userAssignedIdentities: Object.fromEntries(attached.map((each) => [each, {}])) },
    properties: { containers: [], imageRegistryCredentials: [...credentials] },
  };
  return { id, name, location: 'westeurope', definition };
}

describe('identityUses', () => {
  const cases: readonly (readonly [says: string, group: ContainerGroup, expected: readonly [string, boolean] | undefined])[] = [
    [
      'pulls with it',
      group('a', [spelledOtherwise], [{ server: 'contoso.azurecr.io', identity: spelledOtherwise }]),
      ['contoso.azurecr.io', true],
    ],
    ['only carries it', group('a', [identity]), ['', true]],
    ['names it and does not carry it', group('a', [], [{ server: 'contoso.azurecr.io', identity }]), ['contoso.azurecr.io', false]],
    ['pulls with a password', group('a', [], [{ server: 'contoso.azurecr.io', username: 'contoso' }]), undefined],
    ['carries another', group('a', [`${identity}-2`], [{ server: 'contoso.azurecr.io', identity: `${identity}-2` }]), undefined],
  ];
  for (const [says, one, expected] of cases) {
    it(`of a group that ${says}: ${expected ? `${expected[0]}, ${expected[1] ? 'attached' : 'not attached'}` : 'none'}`, () => {
      const [use] = identityUses(identity, [one]);
      assert.deepEqual(use && [use.pullsFrom.join(), use.attached], expected);
    });
  }

  it('names each login server once, and groups by name', () => {
    const twice = [
      { server: 'contoso.azurecr.io', identity },
      { server: 'contoso.azurecr.io', identity },
    ];
    const uses = identityUses(identity, [group('b', [identity], twice), group('a', [identity])]);
    assert.deepEqual(
      uses.map((use) => [use.group.name, use.pullsFrom]),
      [
        ['a', []],
        ['b', ['contoso.azurecr.io']],
      ],
    );
  });
});
