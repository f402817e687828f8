import assert from 'node:assert/strict';
import { addEligibility, addPrincipal } from '../../src/sandbox/builder';
import { personaId } from '../../src/sandbox/personas';
import { refusal, start, Trial, valueOf } from './call';
import { openAzure } from './openAzure';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const day = 86_400_000;

describe('eligible roles in the sandbox', () => {
  class Company extends Trial {
    readonly team = addPrincipal(this.world, { kind: 'Group', name: 'team' });

    constructor() {
      super();
      this.world.principals[personaId('reader')]?.memberOf.push(this.team.objectId);
      const make = (scope: string, principalId: string, startsAt = start - day, endsAt?: number) =>
        addEligibility(this.world, { scope, principalId, roleId: owner, startsAt, ...(endsAt === undefined ? {} : { endsAt }) });
      make(this.subscription, personaId('reader'));
      make(this.group, this.team.objectId);
      make(this.group, personaId('contributor'));
      make(this.group, personaId('reader'), start - day, start);
      make(this.group, personaId('reader'), start + day);
    }

    async list(filter: string, scope = this.group, as: 'reader' | 'contributor' = 'reader') {
      const path = `${scope}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?api-version=2020-10-01`;
      const query = filter === '' ? '' : `&$filter=${encodeURIComponent(filter)}`;
      return this.send('GET', `${path}${query}`, undefined, { as });
    }
  }

  const rows: readonly [string, number][] = [
    ['asTarget()', 2],
    ['', 3],
    ['atScope()', 3],
    ['assignedTo({contributor})', 1],
    ['principalId eq {contributor}', 1],
    ['principalId eq {reader}', 1],
  ];
  for (const [filter, count] of rows) {
    it(`are listed with $filter=${filter || '(none)'}, while they last`, async () => {
      const company = new Company();
      const query = filter.replace('{contributor}', `'${personaId('contributor')}'`).replace('{reader}', `'${personaId('reader')}'`);
      assert.equal(valueOf(await company.list(query)).length, count);
    });
  }

  it("are one's own to see without any right; another's are not", async () => {
    const company = new Company();
    const { world } = company;
    world.assignments = {};
    assert.equal(valueOf(await company.list('asTarget()')).length, 2);
    assert.equal(refusal(await company.list('atScope()')).code, 'AuthorizationFailed');
  });

  it('let nobody do anything yet', async () => {
    const company = new Company();
    const answer = await company.send('DELETE', `${company.group}?api-version=2022-09-01`, undefined, { as: 'reader' });
    assert.equal(refusal(answer).code, 'AuthorizationFailed');
  });

  it('are read by the SDK: those at and above', async () => {
    const { azure, open, production } = openAzure();
    const { world, clock } = open.sandbox;
    const [registry] = Object.values(world.registries);
    assert.ok(registry);
    const now = clock.now();
    const principalId = world.signedIn;
    const scope = `/subscriptions/${production}`;
    addEligibility(world, { scope, principalId, roleId: owner, startsAt: now - day, endsAt: now + day });
    addEligibility(world, { scope: registry.id, principalId, roleId: reader, startsAt: now - day, condition: 'C' });
    const above = { scope, roleId: owner, roleName: 'Owner', endsOn: new Date(now + day).toISOString() };
    assert.deepEqual(await azure.access.eligibilities(scope), [above]);
    assert.deepEqual(await azure.access.eligibilities(registry.id), [
      above,
      { scope: registry.id, roleId: reader, roleName: 'Reader', condition: 'C' },
    ]);
  });
});
