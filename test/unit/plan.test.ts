import assert from 'node:assert/strict';
import type { GrantRequest } from '../../src/access/grantRequest';
import { planGrant, pullGrant } from '../../src/access/planGrant';
import { costPerDay } from '../../src/deploy/cost';
import { newDefinition } from '../../src/deploy/newDefinition';
import { planDeploy } from '../../src/deploy/planDeploy';
import { message } from '../../src/model/message';
import { roles } from '../../src/model/roles';
import { isSatisfiedBy } from '../../src/model/sameDefinition';
import { azScript } from '../../src/plan/formats/azScript';
import { dependencies, inOrder } from '../../src/plan/graph';
import { deterministicGuid } from '../../src/plan/guid';
import type { EnsureRoleAssignment, Operation, Plan } from '../../src/plan/plan';
import { someRegistry } from './someRegistry';

const subscriptionId = '11111111-1111-1111-1111-111111111111';
const at = (provider: string, name: string): string => `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/${provider}/${name}`;
const registry = someRegistry({ id: at('Microsoft.ContainerRegistry/registries', 'contoso'), mode: 'abac' });
const identityId = at('Microsoft.ManagedIdentity/userAssignedIdentities', 'id-new');
const group = { id: `/subscriptions/${subscriptionId}/resourceGroups/rg`, location: 'westeurope', isNew: true };

function deployment(): Plan {
  const grant = pullGrant(registry, { kind: 'new', id: identityId, location: 'westeurope' }, group);
  return planDeploy('target', {
    id: at('Microsoft.ContainerInstance/containerGroups', 'shop'),
    definition: newDefinition({
      name: 'shop',
      location: 'westeurope',
      image: 'contoso.azurecr.io/web/shop:1',
      loginServer: 'contoso.azurecr.io',
      identityId,
      dnsNameLabel: 'shop-12345',
    }),
    resourceGroups: [group],
    grant: grant.operations,
    pulls: [{ registryId: registry.id, principalId: grant.principalId }],
    register: true,
  });
}

describe('The graph of a plan', () => {
  it('puts every operation after those it refers to', () => {
    const { operations } = deployment();
    const ordered = inOrder([...operations].reverse()).map(({ key }) => key);
    for (const op of operations) {
      for (const before of dependencies(op)) assert.ok(ordered.indexOf(before) < ordered.indexOf(op.key), `${before} before ${op.key}`);
    }
  });

  it('refuses references in a ring, to nothing, and keys used twice', () => {
    const op = (key: string, ref: string): Operation => ({ kind: 'delete', key, id: identityId, needs: [{ ref, output: 'id' }] });
    assert.throws(() => inOrder([op('a', 'b'), op('b', 'a')]), /cannot be satisfied/);
    assert.throws(() => inOrder([op('a', 'nobody')]), /cannot be satisfied/);
    assert.throws(() => inOrder([op('a', 'b'), op('a', 'b')]), /same key/);
  });

  it('is plain data that survives being stored', () => {
    const plan = deployment();
    assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
  });
});

describe('The name of a role assignment', () => {
  it('is the same for the same scope, principal and role in any case, and a version 5 UUID', () => {
    const name = deterministicGuid('/Scope', 'Principal', 'Role');
    assert.equal(name, deterministicGuid('/scope', 'principal', 'role'));
    assert.notEqual(name, deterministicGuid('/scope', 'principal', 'other'));
    assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('The plan as an Azure CLI script', () => {
  const script = azScript(deployment(), 'A note.');

  it('says everything in order, each reference a variable filled before it is used', () => {
    const commands = script.split('\n').filter((line) => /\baz /.test(line));
    assert.deepEqual(
      commands.map((line) => /az ([a-z]+ ?[a-z]* ?[a-z]*)/.exec(line)?.[1]?.trim()),
      [
        'group create',
        'provider register',
        'identity create',
        'identity show',
        'identity show',
        'role assignment create',
        'container create',
      ],
    );
    const assignedAt = script.indexOf('identity_principalId=$(');
    assert.ok(assignedAt > 0 && assignedAt < script.indexOf('"$identity_principalId"'));
  });

  it('fails at the first failure, and carries its note', () => {
    assert.match(script, /^#!\/usr\/bin\/env bash\n# Deploy shop\n# A note\.\nset -euo pipefail\n/);
  });

  it('grants the role that the mode calls for, to the object id, with its type', () => {
    assert.match(script, /--role b93aa761-3e63-49ed-ac28-beffa264f7ac/);
    assert.match(script, /--assignee-object-id "\$identity_principalId"/);
    assert.match(script, /--assignee-principal-type ServicePrincipal/);
  });

  it('quotes what a shell would take apart', () => {
    const narrowed: Operation = {
      kind: 'roleAssignment',
      key: 'grant',
      scope: registry.id,
      principalId: 'p',
      principalName: 'p',
      principalType: 'ServicePrincipal',
      roleId: 'r',
      condition: `(@Request[x] StringEquals 'it is $HOME')`,
    };
    const text = azScript({ ...deployment(), operations: [narrowed] });
    assert.ok(text.includes(`--condition '(@Request[x] StringEquals '\\''it is $HOME'\\'')'`));
  });
});

describe('Whether a group is as it is asked to be', () => {
  const rows: readonly (readonly [what: string, asked: unknown, actual: unknown, satisfied: boolean])[] = [
    ['what Azure fills in does not count', { a: 1 }, { a: 1, b: 2 }, true],
    ['property names in any case', { memoryInGb: 1 }, { memoryInGB: 1 }, true],
    ['resource ids in any case', ['/subscriptions/S/x'], ['/subscriptions/s/X'], true],
    ['other text in its case', 'Web', 'web', false],
    ['a longer list', [1, 2], [1], false],
    ['an absent list is an empty one', [], undefined, true],
    ['a missing property', { a: 1 }, {}, false],
    ['what Azure never gives back is passed over', { secureValue: 'x', name: 'n' }, { name: 'n' }, true],
  ];
  for (const [what, asked, actual, satisfied] of rows) it(what, () => assert.equal(isSatisfiedBy(asked, actual), satisfied));
});

describe('What a group costs', () => {
  it('is said for a plain Linux group, and not guessed for others', () => {
    const { definition } = deployment().operations.find((op) => op.kind === 'containerGroup') ?? {};
    assert.ok(definition);
    assert.equal(costPerDay(definition)?.toFixed(2), '1.13');
    assert.equal(costPerDay({ ...definition, properties: { ...definition.properties, osType: 'Windows' } }), undefined);
    assert.equal(costPerDay({ ...definition, properties: { ...definition.properties, priority: 'Spot' } }), undefined);
  });
});

describe('Granting a pull', () => {
  const request: GrantRequest = {
    to: [{ kind: 'existing', id: identityId, principalId: 'p' }],
    registries: [registry],
    abilities: ['pull'],
    at: 'registry',
  };

  it('is one operation for an identity that is there', () => {
    const { plan } = planGrant('target', request);
    assert.deepEqual(
      plan?.operations.map(({ kind }) => kind),
      ['roleAssignment'],
    );
    assert.deepEqual(plan?.title, message('plan.title.grantPull', { identity: 'id-new', registry: 'contoso' }));
  });

  it('calls for the role of the ability and the mode', () => {
    const rows = [
      ['list', roles.acrPull, roles.catalogLister],
      ['pull', roles.acrPull, roles.repositoryReader],
      ['push', roles.acrPush, roles.repositoryWriter],
      ['delete', roles.acrDelete, roles.repositoryContributor],
    ] as const;
    for (const [ability, legacy, abac] of rows) {
      for (const [mode, role] of [
        ['legacy', legacy],
        ['abac', abac],
      ] as const) {
        const { plan } = planGrant('target', { ...request, registries: [{ ...registry, mode }], abilities: [ability] });
        assert.deepEqual(
          plan?.operations.map((op) => 'roleId' in op && op.roleId),
          [role.id],
          `${ability} ${mode}`,
        );
      }
    }
  });

  it('is one role where two abilities come by it, and two where they do not', () => {
    const count = (mode: 'legacy' | 'abac') =>
      planGrant('target', { ...request, registries: [{ ...registry, mode }], abilities: ['pull', 'list'] }).plan?.operations.length;
    assert.deepEqual([count('legacy'), count('abac')], [1, 2]);
  });

  it('changes an assignment in the script that would otherwise be refused as there already', () => {
    const id = `${registry.id}/providers/Microsoft.Authorization/roleAssignments/0a`;
    const op: EnsureRoleAssignment = {
      kind: 'roleAssignment',
      key: 'grant',
      scope: registry.id,
      principalId: 'p',
      principalName: 'p',
      principalType: 'Group',
      roleId: roles.repositoryReader.id,
      condition: "(@Request[x] StringEquals 'b')",
      changes: { id, condition: 'c', description: 'theirs' },
    };
    const script = azScript({ ...deployment(), operations: [op] });
    const [, json = ''] = /--role-assignment '(.*)' \\$/m.exec(script.replaceAll("'\\''", '’')) ?? [];
    assert.deepEqual(JSON.parse(json), {
      id,
      name: '0a',
      scope: registry.id,
      principalId: 'p',
      principalType: 'Group',
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roles.repositoryReader.id}`,
      description: 'theirs',
      condition: '(@Request[x] StringEquals ’b’)',
      conditionVersion: '2.0',
    });
  });
});
