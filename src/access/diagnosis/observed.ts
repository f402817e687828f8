import type { Container } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { PullQuestion } from './pullQuestion';
import { containersOf } from './pullQuestion';

/** What became of the containers of a pull, where the group tells: whether it is the pull that fails at all. */
export function observed({ group, containers = [] }: PullQuestion): readonly Message[] {
  if (!group) return [];
  return containersOf(group.definition)
    .filter(({ name }) => containers.includes(name))
    .flatMap((container) => ofContainer(container) ?? []);
}

/** Whether all containers of a pull run: then the image was pulled, whatever could not be read. */
export function allRun({ group, containers = [] }: PullQuestion): boolean {
  const ofPull = group?.definition.properties.containers.filter(({ name }) => containers.includes(name)) ?? [];
  return ofPull.length > 0 && ofPull.every(({ properties }) => properties.instanceView?.currentState?.state === 'Running');
}

function ofContainer({ name, properties: { instanceView } }: Container): Message | undefined {
  const { currentState, previousState, events = [] } = instanceView ?? {};
  if (currentState?.state === 'Running') return message('diagnosis.runs', { container: name });
  const code = currentState?.exitCode ?? previousState?.exitCode;
  const last = (wanted: string): number => Math.max(-1, ...events.filter((event) => event.name === wanted).map(timeOf));
  const failed = events.filter((event) => event.name === 'Failed').at(-1);
  if (failed?.message !== undefined && timeOf(failed) > last('Pulled')) return message('diagnosis.failed', { event: failed.message });
  return code !== undefined && code !== 0 && last('Pulled') >= 0 ? message('diagnosis.exits', { container: name, code }) : undefined;
}

function timeOf({ lastTimestamp, firstTimestamp }: { readonly lastTimestamp?: string; readonly firstTimestamp?: string }): number {
  return Date.parse(lastTimestamp ?? firstTimestamp ?? '') || 0;
}
