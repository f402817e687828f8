import assert from 'node:assert/strict';
import { childNodeId, contextValue, resourceNodeId } from '../../src/ui/tree/nodeId';

describe('the ids of the tree', () => {
  it('are the same however Azure spells a resource', () => {
    const spelled = '/subscriptions/S/resourcegroups/RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Id';
    assert.equal(resourceNodeId(spelled), resourceNodeId(spelled.replace('resourcegroups', 'resourceGroups')));
  });

  it('differ between a repository and a tag of the same name below one registry', () => {
    assert.notEqual(childNodeId('/r', 'repository', 'web'), childNodeId('/r', 'tag', 'web'));
  });
});

describe('contextValue', () => {
  it('ends every word with a semicolon and leaves out what is not set', () => {
    assert.equal(
      contextValue('registry', { abac: true, adminEnabled: false, restricted: true }),
      'keylessContainers.registry;abac;restricted;',
    );
  });

  it('is matched by the pattern that menus use, by whole words', () => {
    const flagged = (flag: string) => new RegExp(`^keylessContainers\\.registry;.*\\b${flag};`);
    const value = contextValue('registry', { abac: true });
    assert.match(value, flagged('abac'));
    assert.doesNotMatch(value, flagged('ab'));
    assert.doesNotMatch(contextValue('registries'), /^keylessContainers\.registry;/);
  });
});
