/**
 * How a container group lives: it pulls, starts, its containers exit and are started again, it is stopped. Every step is a due change, so that
 * skipping the clock over a week leaves the same state as waiting for it.
 */
import { normalizeId } from '../model/resourceId';
import { allContainers, behaviourOf, containerOf, initContainersOf, presentRun } from './containerGroupMoment';
import { keepRun } from './containerRuns';
import { coresOf, noRoomText } from './containerGroupSize';
import { newHex } from './ids';
import { locationName } from './locations';
import { addressOf } from './networkBuild';
import { pullVerdict } from './pull';
import { ailments } from './probes';
import type { DueHandler } from './route';
import { freeAddress, subnetIdsOf } from './subnetUse';
import { volumesMount } from './containerGroupVolumes';
import type { SandboxContainer, SandboxContainerGroup, SandboxEvent, World } from './world';

const second = 1000;
/** Seen between a PUT and the first `Pulling` event: 3 to 5 seconds. */
const beforePullMs = 4 * second;
const beforeStartMs = 1500;
/** How often it is looked whether a subnet has an address again. */
const addressLookMs = 30 * second;
/** Quoted: seven events in ten and a half minutes. */
const mountAgainMs = 105 * second;
/** Azure gives up on a deployment then; the group itself goes on trying. */
const provisioningMs = 1800 * second;
const longestBackOffMs = 300 * second;
/** A container that ran for so long starts its back-off anew. */
const settledMs = 600 * second;
/** Exit code of a container that the platform stopped. */
const stoppedByPlatform = 7147;

/** Lets a group start from nothing: pull, init containers, containers. `operation` is the GUID of what waits for it. */
export function beginStart(world: World, group: SandboxContainerGroup, now: number, operation: string): void {
  cancelDue(world, group);
  keepRuns(group, now);
  group.provisioningState = 'Pending';
  group.state = 'Pending';
  group.events = [];
  group.operation = operation;
  releaseAddress(group);
  group.containers = Object.fromEntries(
    allContainers(group).map((container) => [
      container.name,
      { state: 'Waiting', detailStatus: '', restartCount: 0, events: [], failedPulls: 0 } satisfies SandboxContainer,
    ]),
  );
  for (const container of allContainers(group)) schedule(world, group, now + beforePullMs, 'pull', container.name);
  schedule(world, group, now + provisioningMs, 'timeOut');
}

/** Stops a group at once. Its address is given back. */
export function stop(world: World, group: SandboxContainerGroup, now: number): void {
  cancelDue(world, group);
  keepRuns(group, now);
  for (const container of Object.values(group.containers)) {
    if (container.state === 'Running') {
      record(container.events, now, 'Killing', `Killing container with id ${newHex(world, 64)}.`);
      container.exitCode = stoppedByPlatform;
      container.detailStatus = 'Error';
      container.finishedAt = now;
    } else if (container.finishedAt === undefined) {
      container.detailStatus = '';
    }
    container.state = 'Terminated';
  }
  finishOperation(world, group, 'Failed');
  group.provisioningState = 'Succeeded';
  group.state = 'Stopped';
  releaseAddress(group);
}

/** What a group that is taken away, or replaced by another of its name, leaves undone. */
export function abandon(world: World, group: SandboxContainerGroup, now: number): void {
  cancelDue(world, group);
  keepRuns(group, now);
  finishOperation(world, group, 'Failed');
}

/** Of the containers that are about to be ended. */
function keepRuns(group: SandboxContainerGroup, now: number): void {
  for (const name of Object.keys(group.containers)) {
    const run = presentRun(group, name, now);
    if (run) keepRun(group, run);
  }
}

/** Seconds, as events have them: whole ones. */
function record(events: SandboxEvent[], now: number, name: string, message: string, type: SandboxEvent['type'] = 'Normal'): void {
  const known = events.find((event) => event.name === name);
  if (!known) events.push({ name, type, message, count: 1, firstAt: now, lastAt: now });
  else Object.assign(known, { message, count: known.count + 1, lastAt: now });
}

type Step = 'pull' | 'pulled' | 'mount' | 'start' | 'exit' | 'unwell' | 'startAgain' | 'timeOut';

function schedule(world: World, group: SandboxContainerGroup, at: number, step: Step, container?: string): void {
  world.due.push({
    at,
    kind: `containerGroup.${step}`,
    target: normalizeId(group.id),
    ...(container === undefined ? {} : { data: { container } }),
  });
}

function cancelDue(world: World, group: SandboxContainerGroup): void {
  const target = normalizeId(group.id);
  world.due = world.due.filter((change) => change.target !== target || !change.kind.startsWith('containerGroup.'));
}

function finishOperation(world: World, group: SandboxContainerGroup, status: 'Succeeded' | 'Failed'): void {
  const operation = world.operations[group.operation ?? ''];
  if (operation && (operation.status === 'Pending' || operation.status === 'InProgress')) operation.status = status;
  delete group.operation;
}

/** 10 s, doubled each time, at most 5 minutes: the kubelet's, which recordings of Container Instances agree with. */
function backOffMs(times: number): number {
  return Math.min(longestBackOffMs, 10 * second * 2 ** Math.min(times, 6));
}

/** Every group in a subnet takes one of its addresses; where none is left it waits, in silence, for one. */
function hasAddress(world: World, group: SandboxContainerGroup): boolean {
  const [id] = subnetIdsOf(group.definition);
  if (id === undefined || group.heldAddress !== undefined) return true;
  const subnet = world.subnets[normalizeId(id)];
  const address = subnet && freeAddress(world, subnet);
  if (address !== undefined) group.heldAddress = address;
  return address !== undefined;
}

function releaseAddress(group: SandboxContainerGroup): void {
  delete group.ip;
  delete group.heldAddress;
}

function hasRoom(world: World, { definition, containers }: SandboxContainerGroup): boolean {
  const { coresLeft = Infinity } = world.regionLimits[locationName(definition.location ?? '')] ?? {};
  // A group that has begun to pull has been placed.
  return Object.values(containers).some(({ events }) => events.length > 0) || coresOf(definition) <= coresLeft;
}

/** Quoted of 2025, with the full stop in its name. What becomes of the group itself is not: here it is left, and tries no more. */
function findNoRoom(world: World, group: SandboxContainerGroup, now: number): void {
  cancelDue(world, group);
  const location = locationName(group.definition.location ?? '');
  record(group.events, now, 'InsufficientCapacity.', noRoomText(location, group.definition), 'Warning');
  group.provisioningState = 'Failed';
  finishOperation(world, group, 'Failed');
}

function pull(world: World, group: SandboxContainerGroup, name: string, container: SandboxContainer, now: number): void {
  const image = containerOf(group, name)?.properties.image ?? '';
  if (group.provisioningState === 'Pending') group.provisioningState = 'Creating';
  const operation = world.operations[group.operation ?? ''];
  if (operation?.status === 'Pending') operation.status = 'InProgress';
  if (!hasRoom(world, group)) {
    findNoRoom(world, group, now);
    return;
  }
  if (!hasAddress(world, group)) {
    schedule(world, group, now + addressLookMs, 'pull', name);
    return;
  }
  const verdict = pullVerdict(world, group, image, now);
  if (!verdict.ok) {
    record(container.events, now, 'Pulling', `pulling image "${image}"`);
    record(container.events, now, 'Failed', verdict.event, 'Warning');
    record(container.events, now, 'BackOff', `Back-off pulling image "${image}"`);
    container.failedPulls += 1;
    schedule(world, group, now + backOffMs(container.failedPulls - 1), 'pull', name);
    return;
  }
  container.digest = verdict.digest;
  if (verdict.image.behaviour !== undefined) container.behaviour = verdict.image.behaviour;
  record(container.events, now, 'Pulling', `pulling image "${withDigest(image, verdict.digest)}"`);
  schedule(world, group, now + pullMs(verdict.image.size), 'pulled', name);
}

/** About 20 MB a second, and the time to unpack. */
function pullMs(bytes: number): number {
  return Math.min(60 * second, 3 * second + Math.round(bytes / 20_000));
}

/** `registry/app:1` as events name it: `registry/app@sha256:…`. */
function withDigest(image: string, digest: string): string {
  const name = image.split('@')[0] ?? image;
  return `${name.replace(/:[\w][\w.-]*$/, '')}@${digest}`;
}

function pulled(world: World, group: SandboxContainerGroup, name: string, container: SandboxContainer, now: number): void {
  const image = containerOf(group, name)?.properties.image ?? '';
  record(container.events, now, 'Pulled', `Successfully pulled image "${withDigest(image, container.digest ?? '')}"`);
  const everything = Object.values(group.containers).every((each) => each.events.some((event) => event.name === 'Pulled'));
  if (everything) mount(world, group, now);
}

/** Of a share that can't be mounted an event of the group tells, again and again; its containers wait. Quoted in public from 2021 on. */
function mount(world: World, group: SandboxContainerGroup, now: number): void {
  if (!volumesMount(world, group)) {
    record(group.events, now, 'FailedMountAzureFileVolume', 'Failed to mount Azure File Volume.', 'Warning');
    schedule(world, group, now + mountAgainMs, 'mount');
    return;
  }
  const first = initContainersOf(group)[0];
  if (first) schedule(world, group, now + beforeStartMs, 'start', first.name);
  else startContainers(world, group, now + beforeStartMs);
}

function startContainers(world: World, group: SandboxContainerGroup, at: number): void {
  for (const container of group.definition.properties.containers) schedule(world, group, at, 'start', container.name);
}

function start(world: World, group: SandboxContainerGroup, name: string, container: SandboxContainer, now: number): void {
  if (container.startedAt !== undefined && container.finishedAt !== undefined) {
    container.previous = { startedAt: container.startedAt, finishedAt: container.finishedAt, exitCode: container.exitCode ?? 0 };
  }
  container.state = 'Running';
  container.detailStatus = '';
  container.startedAt = now;
  delete container.finishedAt;
  delete container.exitCode;
  record(container.events, now, 'Created', `Created container with id ${newHex(world, 64)}`);
  record(container.events, now, 'Started', 'Started container');
  const { behaviour, context } = behaviourOf(group, name);
  const exit = behaviour.exit?.(context);
  if (exit) schedule(world, group, now + exit.afterMs, 'exit', name);
  const probes = containerOf(group, name)?.properties ?? {};
  for (const { atMs, ...data } of ailments(probes, behaviour, context, exit?.afterMs ?? Infinity)) {
    world.due.push({ at: now + atMs, kind: 'containerGroup.unwell', target: normalizeId(group.id), data: { container: name, ...data } });
  }
  const waiting = group.definition.properties.containers.some((each) => group.containers[each.name]?.startedAt === undefined);
  if (waiting || group.provisioningState === 'Succeeded') return;
  provisioned(world, group);
}

function provisioned(world: World, group: SandboxContainerGroup): void {
  group.provisioningState = 'Succeeded';
  group.state = 'Running';
  if (group.definition.properties.ipAddress) group.ip = group.heldAddress ?? addressOf(`${group.id}/${newHex(world, 8)}`);
  finishOperation(world, group, 'Succeeded');
  const target = normalizeId(group.id);
  world.due = world.due.filter((change) => change.target !== target || change.kind !== 'containerGroup.timeOut');
}

/** A container whose liveness probe has failed is killed and, as after any other end, started again if its group's policy says so. */
function unwell(world: World, group: SandboxContainerGroup, name: string, container: SandboxContainer, now: number, data: DueData): void {
  record(container.events, now, 'Unhealthy', data['message'] ?? '', 'Warning');
  if (data['kills'] !== 'yes') return;
  record(container.events, now, 'Killing', `Killing container with id ${newHex(world, 64)}.`);
  exit(world, group, name, container, now, stoppedByPlatform);
}

/** What was still to come of a run that is over. */
function forgetRun(world: World, group: SandboxContainerGroup, name: string): void {
  const target = normalizeId(group.id);
  const ofRun: readonly string[] = ['containerGroup.exit', 'containerGroup.unwell'];
  world.due = world.due.filter(({ kind, target: of, data }) => of !== target || !ofRun.includes(kind) || data?.['container'] !== name);
}

function exit(
  world: World,
  group: SandboxContainerGroup,
  name: string,
  container: SandboxContainer,
  now: number,
  killedWith?: number,
): void {
  const { behaviour, context } = behaviourOf(group, name);
  const code = killedWith ?? behaviour.exit?.(context)?.code ?? 0;
  forgetRun(world, group, name);
  const ranMs = now - (container.startedAt ?? now);
  const run = presentRun(group, name, now);
  if (run) keepRun(group, run);
  container.exitCode = code;
  container.finishedAt = now;
  container.state = 'Terminated';
  container.detailStatus = code === 0 ? 'Completed' : 'Error';
  const init = initContainersOf(group).findIndex((each) => each.name === name);
  const policy = String(group.definition.properties.restartPolicy ?? 'Always').toLowerCase();
  // An init container is done when it ended well, whatever the policy.
  const again = init >= 0 ? code !== 0 && policy !== 'never' : policy === 'always' || (policy === 'onfailure' && code !== 0);
  if (again) {
    const wait = container.restartCount === 0 || ranMs >= settledMs ? second : backOffMs(container.restartCount - 1);
    if (wait > second) waitForRestart(container, now);
    schedule(world, group, now + wait, 'startAgain', name);
  } else if (init >= 0 && code === 0) {
    const next = initContainersOf(group)[init + 1];
    if (next) schedule(world, group, now + second, 'start', next.name);
    else startContainers(world, group, now + second);
  } else {
    endIfOver(world, group, init >= 0);
  }
}

function waitForRestart(container: SandboxContainer, now: number): void {
  container.state = 'Waiting';
  container.detailStatus = 'CrashLoopBackOff: Back-off restarting failed';
  record(container.events, now, 'BackOff', 'Back-off restarting failed container', 'Warning');
}

function startAgain(world: World, group: SandboxContainerGroup, name: string, container: SandboxContainer, now: number): void {
  container.restartCount += 1;
  start(world, group, name, container, now);
}

function endIfOver(world: World, group: SandboxContainerGroup, initFailed: boolean): void {
  const containers = group.definition.properties.containers.map((each) => group.containers[each.name]);
  if (!initFailed && containers.some((each) => each?.state !== 'Terminated')) return;
  // A job that failed was provisioned all the same: so it is recorded of the real service.
  if (group.provisioningState !== 'Succeeded') provisioned(world, group);
  group.state = !initFailed && containers.every((each) => each?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

function timeOut(world: World, group: SandboxContainerGroup): void {
  group.provisioningState = 'Failed';
  finishOperation(world, group, 'Failed');
}

type DueData = Readonly<Record<string, string>>;
type ContainerStep = (
  world: World,
  group: SandboxContainerGroup,
  name: string,
  container: SandboxContainer,
  now: number,
  data: DueData,
) => void;

function onContainer(step: ContainerStep): DueHandler {
  return (world, change, now) => {
    const group = world.containerGroups[change.target];
    const name = change.data?.['container'];
    const container = name === undefined ? undefined : group?.containers[name];
    if (group && name !== undefined && container) step(world, group, name, container, now, change.data ?? {});
  };
}

export const containerGroupDue: Readonly<Record<`containerGroup.${Step}`, DueHandler>> = {
  'containerGroup.pull': onContainer(pull),
  'containerGroup.pulled': onContainer(pulled),
  'containerGroup.mount': (world, change, now) => {
    const group = world.containerGroups[change.target];
    if (group) mount(world, group, now);
  },
  'containerGroup.start': onContainer(start),
  'containerGroup.exit': onContainer((world, group, name, container, now) => exit(world, group, name, container, now)),
  'containerGroup.unwell': onContainer(unwell),
  'containerGroup.startAgain': onContainer(startAgain),
  'containerGroup.timeOut': (world, change) => {
    const group = world.containerGroups[change.target];
    if (group) timeOut(world, group);
  },
};
