import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { behaviours } from '../../src/sandbox/behaviours';
import { behaviourOfCommand } from '../../src/sandbox/command';
import { field, textAt } from '../../src/sandbox/field';
import { failuresOf } from '../../src/sandbox/probes';
import { Fixture } from './groupFixture';

const context = { container: 'app', env: {}, ports: [80], memoryInGB: 1 };
/** Of Microsoft's article about liveness probes. */
const forgetful = ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -rf /tmp/healthy; sleep 600'];
const looks = { exec: { command: ['cat', '/tmp/healthy'] }, periodSeconds: 5 };

const table: readonly [title: string, probe: object, behaviour: Parameters<typeof failuresOf>[1], seconds: readonly number[]][] = [
  ['a server that listens', { httpGet: { port: 80, path: '/' } }, behaviours.web, []],
  ['a port at which nobody listens', { httpGet: { port: 8080 } }, behaviours.web, [1, 11, 21]],
  ['a server that is asked before it is ready', { httpGet: { port: 80 }, initialDelaySeconds: 15 }, behaviours.slowStarter, [15, 25, 35]],
  ['a server that is given the time', { httpGet: { port: 80 }, initialDelaySeconds: 60 }, behaviours.slowStarter, []],
  ['a server that is given patience', { httpGet: { port: 80 }, failureThreshold: 10 }, behaviours.slowStarter, [1, 11, 21, 31, 41]],
  ['a server that falls ill', { httpGet: { port: 80 }, periodSeconds: 60 }, behaviours.exhausted, [301, 361, 421]],
  ['a process that does not listen', { httpGet: { port: 80 }, failureThreshold: 1 }, behaviours.worker, [1]],
  ['a command that nobody can run here', { exec: { command: ['/app/healthy'] } }, behaviours.web, []],
  ['a file that goes away', looks, behaviourOfCommand(forgetful, behaviours.silent), [31, 36, 41]],
  ['a file that nobody touches', { exec: { command: ['cat', '/etc/hosts'] } }, behaviourOfCommand(forgetful, behaviours.silent), []],
  ['no probe', {}, behaviours.worker, []],
];

function probed(fixture: Fixture, probe: object, command: readonly string[] = forgetful, policy = 'Always'): ContainerGroupDefinition {
  const definition = fixture.publicDefinition(command, policy);
  for (const { properties } of definition.properties.containers) Object.assign(properties, probe);
  return definition;
}

async function view(
  fixture: Fixture,
): Promise<{ events: { name: string; count: number; message: string }[]; restarts: number; body: unknown }> {
  const { body } = await fixture.get();
  const [container] = field(body, 'properties', 'containers') as unknown[];
  const events = (field(container, 'properties', 'instanceView', 'events') ?? []) as { name: string; count: number; message: string }[];
  return { events, restarts: field(container, 'properties', 'instanceView', 'restartCount') as number, body };
}

describe('probes of containers', () => {
  for (const [title, probe, behaviour, seconds] of table) {
    it(`fail for ${title} at ${seconds.join(', ') || 'no time'}`, () => {
      const failures = failuresOf(probe, behaviour, context);
      assert.deepEqual(
        failures.map(({ atMs }) => atMs / 1000),
        seconds,
      );
    });
  }

  it('kill a container whose liveness probe has failed, and start it again', async () => {
    const fixture = new Fixture();
    await fixture.put(probed(fixture, { livenessProbe: looks }));
    fixture.pass(40);
    assert.deepEqual((await view(fixture)).restarts, 0);
    fixture.pass(30);
    const { events, restarts } = await view(fixture);
    assert.equal(restarts, 1);
    const unhealthy = events.find(({ name }) => name === 'Unhealthy');
    assert.deepEqual(
      [unhealthy?.count, unhealthy?.message],
      [3, "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory"],
    );
    assert.match(events.find(({ name }) => name === 'Killing')?.message ?? '', /^Killing container with id [0-9a-f]{64}\.$/);
    assert.equal(events.find(({ name }) => name === 'Started')?.count, 2);
  });

  it('end a group that is not to be restarted', async () => {
    const fixture = new Fixture();
    await fixture.put(probed(fixture, { livenessProbe: looks }, forgetful, 'Never'));
    fixture.pass(120);
    const { body, restarts } = await view(fixture);
    assert.deepEqual([restarts, textAt(body, 'properties', 'instanceView', 'state')], [0, 'Failed']);
  });

  it('leave a container running that is not ready, and tell of it', async () => {
    const fixture = new Fixture();
    await fixture.put(probed(fixture, { readinessProbe: { httpGet: { port: 8080, path: '/ready' } } }, []));
    fixture.pass(300);
    const { events, restarts, body } = await view(fixture);
    assert.deepEqual([restarts, textAt(body, 'properties', 'instanceView', 'state')], [0, 'Running']);
    assert.equal(
      events.find(({ name }) => name === 'Unhealthy')?.message,
      'Readiness probe failed: Get "http://localhost:8080/ready": dial tcp localhost:8080: connect: connection refused',
    );
    assert.equal(
      events.some(({ name }) => name === 'Killing'),
      false,
    );
  });

  it('do not outlive a stop', async () => {
    const fixture = new Fixture();
    await fixture.put(probed(fixture, { livenessProbe: looks }));
    fixture.pass(30);
    await fixture.act('stop');
    fixture.pass(600);
    const { body, restarts } = await view(fixture);
    assert.deepEqual([restarts, textAt(body, 'properties', 'instanceView', 'state')], [0, 'Stopped']);
  });

  for (const [what, livenessProbe] of [
    ['neither', { periodSeconds: 5 }],
    ['both', { exec: { command: ['true'] }, httpGet: { port: 80 } }],
  ] as const) {
    it(`with ${what} of exec and httpGet are refused by name`, async () => {
      const fixture = new Fixture();
      const answer = await fixture.put(probed(fixture, { livenessProbe }));
      assert.equal(answer.status, 501);
      assert.match(textAt(answer.body, 'error', 'message') ?? '', /containers\[0\]\.properties\.livenessProbe/);
    });
  }
});
