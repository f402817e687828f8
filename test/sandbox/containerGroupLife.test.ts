import assert from 'node:assert/strict';
import type { Answer, Json } from './groupFixture';
import { Fixture, text, start } from './groupFixture';

function states(answer: Answer): { provisioning: string; group: string; container: string; detail: string; restarts: number } {
  const properties = answer.body['properties'] as unknown as {
    provisioningState: string;
    instanceView: { state: string };
    containers: { properties: { instanceView?: { restartCount: number; currentState: { state: string; detailStatus: string } } } }[];
  };
  const view = properties.containers[0]?.properties.instanceView;
  return {
    provisioning: properties.provisioningState,
    group: properties.instanceView.state,
    container: view?.currentState.state ?? '',
    detail: view?.currentState.detailStatus ?? '',
    restarts: view?.restartCount ?? 0,
  };
}

function events(answer: Answer): string[] {
  const list = answer.body['properties']?.['containers']?.['0']?.['properties']?.['instanceView']?.['events'] ?? [];
  return (list as unknown as { name: string; count: number }[]).map((event) => `${event.name} ${event.count}`);
}

async function operationStatus(fixture: Fixture, accepted: Answer): Promise<Json> {
  const path = new URL(accepted.headers['azure-asyncoperation'] ?? '').pathname;
  return (await fixture.ask('GET', path, undefined, { apiVersion: '2018-06-01' })).body;
}

describe('a container group over time', () => {
  it('is pending, pulls and runs', async () => {
    const fixture = new Fixture();
    fixture.grant();
    const accepted = await fixture.put(fixture.definition());
    assert.equal(accepted.status, 201);
    assert.deepEqual(states(accepted), { provisioning: 'Pending', group: 'Pending', container: '', detail: '', restarts: 0 });
    assert.equal((await operationStatus(fixture, accepted))['status'], 'Pending');
    fixture.pass(5);
    const pulling = await fixture.get();
    assert.deepEqual(events(pulling), ['Pulling 1']);
    assert.equal((await operationStatus(fixture, accepted))['status'], 'Creating');
    fixture.pass(25);
    const running = await fixture.get();
    assert.deepEqual(states(running), { provisioning: 'Succeeded', group: 'Running', container: 'Running', detail: '', restarts: 0 });
    assert.deepEqual(events(running), ['Pulling 1', 'Pulled 1', 'Created 1', 'Started 1']);
    assert.match(text(running.body['properties']?.['ipAddress']?.['ip']), /^20\.\d+\.\d+\.\d+$/);
    assert.equal((await operationStatus(fixture, accepted))['status'], 'Succeeded');
  });

  it('comes to the same state whether the clock walks or jumps', async () => {
    const [walking, jumping] = [new Fixture(), new Fixture()];
    for (const fixture of [walking, jumping]) await fixture.put(fixture.publicDefinition(['/bin/sh', '-c', 'sleep 3; exit 1']));
    for (let second = 0; second < 3600; second += 10) {
      walking.pass(10);
      walking.sandbox.settle();
    }
    jumping.pass(3600);
    const view = async (fixture: Fixture) => states(await fixture.get());
    assert.deepEqual(await view(walking), await view(jumping));
  });

  for (const [policy, code, expected] of [
    ['Never', 0, { group: 'Succeeded', container: 'Terminated', detail: 'Completed', restarts: 0 }],
    ['Never', 1, { group: 'Failed', container: 'Terminated', detail: 'Error', restarts: 0 }],
    ['OnFailure', 0, { group: 'Succeeded', container: 'Terminated', detail: 'Completed', restarts: 0 }],
    ['OnFailure', 1, { group: 'Running', container: 'Waiting', detail: 'CrashLoopBackOff: Back-off restarting failed', restarts: 3 }],
    ['Always', 0, { group: 'Running', container: 'Waiting', detail: 'CrashLoopBackOff: Back-off restarting failed', restarts: 3 }],
  ] as const) {
    it(`with restart policy ${policy}, after exit code ${code}, is ${expected.group}`, async () => {
      const fixture = new Fixture();
      await fixture.put(fixture.publicDefinition(['sh', '-c', `sleep 2; exit ${code}`], policy));
      fixture.pass(70);
      assert.deepEqual(states(await fixture.get()), { provisioning: 'Succeeded', ...expected });
    });
  }

  it('waits longer after each crash, and never more than five minutes', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition(['sh', '-c', 'exit 1']));
    const restartsAfter = async (seconds: number) => {
      fixture.pass(seconds);
      return states(await fixture.get()).restarts;
    };
    const first = await restartsAfter(600);
    const second = await restartsAfter(3600);
    assert.ok(first >= 5 && first <= 8, `${first} restarts in ten minutes`);
    assert.ok(second - first >= 11 && second - first <= 13, `${second - first} restarts in the hour after`);
  });

  it('runs init containers one after the other before the others', async () => {
    const fixture = new Fixture();
    const definition = fixture.publicDefinition();
    const init = (name: string) => ({ name, properties: { image: 'busybox', command: ['sh', '-c', 'echo ready; sleep 30'] } });
    await fixture.put({ ...definition, properties: { ...definition.properties, initContainers: [init('one'), init('two')] } });
    fixture.pass(20);
    const containers = fixture.world.containerGroups[fixture.groupId().toLowerCase()]?.containers ?? {};
    fixture.sandbox.settle();
    assert.deepEqual(
      Object.values(containers).map((each) => each.state),
      ['Running', 'Waiting', 'Waiting'],
    );
    fixture.pass(32);
    fixture.sandbox.settle();
    assert.deepEqual(
      Object.values(containers).map((each) => each.state),
      ['Terminated', 'Running', 'Waiting'],
    );
    fixture.pass(40);
    assert.equal(states(await fixture.get()).group, 'Running');
  });

  it('stops, keeps the last log and starts again with another address', async () => {
    const fixture = new Fixture();
    fixture.grant();
    await fixture.put(fixture.definition());
    fixture.pass(60);
    const before = await fixture.get();
    assert.equal((await fixture.act('stop')).status, 204);
    const stopped = await fixture.get();
    assert.deepEqual(states(stopped), {
      provisioning: 'Succeeded',
      group: 'Stopped',
      container: 'Terminated',
      detail: 'Error',
      restarts: 0,
    });
    assert.equal(stopped.body['properties']?.['ipAddress']?.['ip'], undefined);
    const log = await fixture.ask('GET', `${fixture.groupId()}/containers/app/logs`);
    assert.match(text(log.body['content']), /listening on port 80/);
    assert.equal((await fixture.act('start')).status, 202);
    fixture.pass(60);
    const again = await fixture.get();
    assert.equal(states(again).group, 'Running');
    assert.notEqual(again.body['properties']?.['ipAddress']?.['ip'], before.body['properties']?.['ipAddress']?.['ip']);
  });

  it('refuses a start while it is still starting, and lets itself be stopped', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition());
    const restarted = await fixture.act('restart');
    assert.deepEqual([restarted.status, restarted.body['error']?.['code']], [409, 'ContainerGroupTransitioning']);
    assert.equal((await fixture.act('stop')).status, 204);
    assert.equal((await fixture.act('start')).status, 202);
  });

  it('fails to pull on restart when the role is gone, and runs once it is back', async () => {
    const fixture = new Fixture();
    const role = fixture.grant();
    await fixture.put(fixture.definition());
    fixture.pass(60);
    role.ineffectiveAt = fixture.clock.now();
    const restarted = await fixture.act('restart');
    assert.equal(restarted.status, 204);
    fixture.pass(60);
    const waiting = await fixture.get();
    assert.deepEqual(states(waiting), { provisioning: 'Creating', group: 'Pending', container: 'Waiting', detail: '', restarts: 0 });
    assert.deepEqual(events(waiting), ['Pulling 3', 'Failed 3', 'BackOff 3']);
    fixture.pass(1800);
    assert.equal(states(await fixture.get()).provisioning, 'Failed');
    const failed = await operationStatus(fixture, restarted);
    assert.equal(failed['status'], 'Failed');
    assert.equal(failed['error'], undefined);
    assert.ok((failed['properties']?.['events'] as unknown as unknown[]).length > 0);
    fixture.grant();
    fixture.pass(400);
    assert.equal(states(await fixture.get()).group, 'Running');
  });

  it('keeps running when the role is lost while it runs, through crashes too: the image is there', async () => {
    const fixture = new Fixture();
    const role = fixture.grant();
    fixture.push('web/app', { tags: ['1'], megabytes: 5, behaviour: 'needsDatabase', at: 0 });
    await fixture.put(fixture.definition());
    fixture.pass(30);
    role.ineffectiveAt = fixture.clock.now();
    fixture.pass(300);
    const later = states(await fixture.get());
    assert.ok(later.restarts > 3);
    assert.equal(later.group, 'Running');
  });

  it('is left as it was by a redeployment that Azure refuses', async () => {
    const fixture = new Fixture();
    fixture.grant();
    await fixture.put(fixture.definition());
    fixture.pass(60);
    const before = await fixture.get();
    const refused = await fixture.put(fixture.definition(`${fixture.registry.loginServer}/web/app:typo`));
    assert.deepEqual([refused.status, refused.body['error']?.['code']], [400, 'InaccessibleImage']);
    assert.deepEqual((await fixture.get()).body, before.body);
  });

  it('does not restart on an unchanged PUT, and does on a changed one', async () => {
    const fixture = new Fixture();
    fixture.grant();
    await fixture.put(fixture.definition());
    fixture.pass(60);
    const same = await fixture.put({ ...fixture.definition(), tags: { purpose: 'test' } });
    assert.equal(same.status, 200);
    assert.equal(same.headers['azure-asyncoperation'], undefined);
    assert.deepEqual(same.body['tags'], { purpose: 'test' });
    assert.equal(states(same).group, 'Running');
    const changed = await fixture.put(fixture.definition(`${fixture.registry.loginServer}/web/app:latest`));
    assert.equal(changed.status, 201);
    assert.equal(states(changed).group, 'Pending');
  });

  it('takes a group that ended as a new one', async () => {
    const fixture = new Fixture();
    const definition = fixture.publicDefinition(['sh', '-c', 'echo done'], 'Never');
    await fixture.put(definition);
    fixture.pass(60);
    assert.equal(states(await fixture.get()).group, 'Succeeded');
    assert.equal((await fixture.put(definition)).status, 201);
  });

  it('says nothing of a system-assigned identity once the group is deleted', async () => {
    const fixture = new Fixture();
    const made = await fixture.put({ ...fixture.publicDefinition(), identity: { type: 'SystemAssigned' } });
    const principalId = text(made.body['identity']?.['principalId']);
    assert.equal(fixture.world.principals[principalId]?.kind, 'ServicePrincipal');
    const deleted = await fixture.ask('DELETE', fixture.groupId());
    assert.equal(deleted.status, 200);
    assert.equal(deleted.body['name'], 'app');
    assert.equal(fixture.world.principals[principalId], undefined);
    assert.equal((await fixture.get()).body['error']?.['code'], 'ContainerGroupNotFound');
    assert.equal((await fixture.ask('DELETE', fixture.groupId())).status, 204);
    fixture.pass(600);
    fixture.sandbox.settle();
  });
});

describe('the log of a container', () => {
  const logOf = async (fixture: Fixture, query = '') =>
    fixture.ask('GET', `${fixture.groupId()}/containers/app/logs`, undefined, { query });

  it('grows with time and gives its tail', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition(['/bin/sh', '-c', 'while true; do echo hello; sleep 20; done']));
    assert.equal((await logOf(fixture)).body['error']?.['code'], 'ContainerGroupTransitioning');
    fixture.pass(30);
    const early = text((await logOf(fixture)).body['content']);
    fixture.pass(40);
    const later = text((await logOf(fixture)).body['content']);
    assert.ok(later.startsWith(early));
    assert.equal(later.length - early.length, 2 * 'hello\n'.length);
    assert.equal((await logOf(fixture, '&tail=1')).body['content'], 'hello\n');
    assert.match(text((await logOf(fixture, '&tail=1&timestamps=true')).body['content']), /^2026-06-01T08:0\d:\d\d\.\d{9}Z hello\n$/);
  });

  it('is cut at 4 MB while the group runs, and at 1,000 lines after', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition(['sh', '-c', `while true; do echo ${'x'.repeat(200)}; sleep 1; done`]));
    fixture.pass(365 * 86_400);
    const running = text((await logOf(fixture)).body['content']);
    assert.ok(running.length > 4_000_000 && running.length <= 4 * 1024 * 1024, `${running.length}`);
    await fixture.act('stop');
    const stopped = text((await logOf(fixture)).body['content']);
    assert.ok(stopped.length <= 16 * 1024);
  });

  it('moves its window along the log of a container that writes a lot', async () => {
    const fixture = new Fixture();
    fixture.grant();
    fixture.push('chatty', { tags: ['1'], megabytes: 40, behaviour: 'chatty', at: start });
    await fixture.put(fixture.definition(`${fixture.registry.loginServer}/chatty:1`));
    fixture.pass(300);
    const early = text((await logOf(fixture, '&timestamps=true')).body['content']);
    fixture.pass(300);
    const late = text((await logOf(fixture, '&timestamps=true')).body['content']);
    assert.ok(late.length > 4_000_000 && late.length <= 4 * 1024 * 1024, `${late.length}`);
    assert.ok(!late.includes(early.slice(0, 200)), 'its first lines are gone');
    assert.ok(late.includes(early.slice(-200)), 'its last lines are kept');
    const instants = late.split('\n').map((line) => line.slice(0, 30));
    assert.equal(instants.filter((stamp) => stamp === instants[100]).length, 4);
  });

  it('begins anew when a crashed container is started again, and is not there before the first start', async () => {
    const fixture = new Fixture();
    fixture.grant();
    fixture.push('crashing', { tags: ['1'], megabytes: 200, behaviour: 'crashing', at: start });
    await fixture.put(fixture.definition(`${fixture.registry.loginServer}/crashing:1`));
    assert.equal((await logOf(fixture)).status, 409);
    fixture.pass(27);
    const first = text((await logOf(fixture, '&timestamps=true')).body['content']);
    fixture.pass(6);
    const second = text((await logOf(fixture, '&timestamps=true')).body['content']);
    assert.match(first, /decoder 4\.1 started\n.*frame 1 decoded/);
    assert.match(second, /decoder 4\.1 started/);
    assert.ok(!second.includes(first.split('\n')[0] ?? ''), 'nothing of the run before is kept');
    await fixture.act('stop');
    const view = (await fixture.get()).body['properties']?.['containers']?.['0']?.['properties']?.['instanceView'];
    assert.equal(view?.['previousState']?.['exitCode'], 139);
  });

  it('tells of a container that there is none', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition());
    assert.equal((await fixture.ask('GET', `${fixture.groupId()}/containers/other/logs`)).status, 404);
  });

  it('takes secure variables to the container and never back', async () => {
    const fixture = new Fixture();
    const definition = fixture.publicDefinition(['sh', '-c', 'echo $GREETING; sleep infinity']);
    const variables = [{ name: 'GREETING', secureValue: 'a secret greeting' }];
    if (definition.properties.containers[0]) definition.properties.containers[0].properties.environmentVariables = variables;
    const made = await fixture.put(definition);
    fixture.pass(60);
    assert.equal((await logOf(fixture)).body['content'], 'a secret greeting\n');
    const read = await fixture.get();
    for (const answer of [made, read]) assert.ok(!JSON.stringify(answer.body).includes('a secret greeting'));
    const view = read.body['properties']?.['containers']?.['0']?.['properties']?.['environmentVariables'];
    assert.deepEqual(view, [{ name: 'GREETING' }]);
  });
});
