import { AppError } from '../../model/appError';
import type { Fact } from '../../model/fact';
import { shortDigest } from '../../model/format';
import { dockerHub, parseImageReference } from '../../model/imageReference';
import { message } from '../../model/message';
import { parseResourceId } from '../../model/resourceId';
import { factGate, gate } from './makeGate';
import type { Gate } from './gate';
import type { PullFacts, RegistryLookup } from './pullFacts';
import type { PullQuestion } from './pullQuestion';
import { writtenServer } from './pullQuestion';
import type { PullTarget } from './target';

const articles = 'https://learn.microsoft.com/azure';
const registryFaq = `${articles}/container-registry/container-registry-faq`;
const inaccessible = 'https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/configuration/inaccessible-image';

/** Is the reference well-formed? */
export function referenceGate(question: PullQuestion, target: PullTarget | undefined): Gate {
  const { image } = question;
  if (target) return gate('reference', 'open', message('diagnosis.reference.good', { image }), { source: inaccessible });
  const mended = mend(image);
  const repairs = question.group && mended !== undefined ? [{ kind: 'image', image: mended } as const] : [];
  if (image.includes('://'))
    return gate('reference', 'shut', message('diagnosis.reference.scheme', { image }), { source: inaccessible, repairs });
  const key = mended === undefined ? 'diagnosis.reference.malformed' : 'diagnosis.reference.upperCase';
  return gate('reference', 'shut', message(key, { image }), { source: inaccessible, repairs });
}

/** A reference that a scheme or upper case spoils, put right; undefined where that is not all. */
function mend(image: string): string | undefined {
  const bare = image.replace(/^[a-z]+:\/\//i, '');
  const [, name = '', rest = ''] = /^(.*?)((?::[\w][\w.-]*)?(?:@sha256:[0-9a-f]{64})?)$/.exec(bare) ?? [];
  const mended = `${name.toLowerCase()}${rest}`;
  return mended !== image && parseImageReference(mended) !== undefined ? mended : undefined;
}

/** Is the login server one that is there? */
export function registryGate(question: PullQuestion, target: PullTarget, lookup: Fact<RegistryLookup>): Gate {
  if (!lookup.known) return factGate('registry', lookup.error);
  const { server } = target;
  switch (lookup.value.kind) {
    case 'found': {
      const { registry } = lookup.value;
      const found = message('diagnosis.registry.found', {
        server,
        registry: registry.name,
        group: parseResourceId(registry.id)?.resourceGroup ?? '',
      });
      const written = writtenServer(question.image);
      if (written === server) return gate('registry', 'open', found);
      const repairs = question.group ? [{ kind: 'image', image: question.image.replace(written, server) } as const] : [];
      return gate('registry', 'warning', message('diagnosis.registry.upperCase', { written }), {
        source: registryFaq,
        more: [found],
        repairs,
      });
    }
    case 'otherServer': {
      const { registry } = lookup.value;
      const args = { registry: registry.name, server: registry.loginServer, written: server };
      const mended = question.image.replace(writtenServer(question.image), registry.loginServer);
      return gate('registry', 'shut', message('diagnosis.registry.otherServer', args), {
        source: `${articles}/container-registry/container-registry-get-started-portal#configure-domain-name-label`,
        repairs: question.group ? [{ kind: 'image', image: mended }] : [],
      });
    }
    case 'absent':
      return gate('registry', 'shut', message('diagnosis.registry.absent', { server }), { source: inaccessible });
    case 'unseen':
      return gate('registry', 'unknown', message('diagnosis.registry.unseen', { server }));
    case 'foreign':
      return gate('registry', 'unknown', message('diagnosis.registry.foreign', { server }), {
        more: server === dockerHub ? [message('diagnosis.registry.dockerHub')] : [],
      });
  }
}

/** Are the repository and the tag there? */
export function imageGate(question: PullQuestion, target: PullTarget, registryName: string, { manifest, tags }: PullFacts): Gate {
  const { repository = '', reference = '', server } = target;
  if (!manifest?.known) return unreadImage(question, registryName, manifest?.error);
  if (manifest.value) {
    const image = `${repository}${reference.startsWith('sha256:') ? '@' : ':'}${reference}`;
    return gate('image', 'open', message('diagnosis.image.there', { image, digest: shortDigest(manifest.value.digest) }));
  }
  const source = inaccessible;
  if (!tags?.known) return gate('image', 'shut', message('diagnosis.image.notThere', { repository, reference }), { source });
  if (!tags.value)
    return gate('image', 'shut', message('diagnosis.image.noRepository', { registry: registryName, repository }), { source });
  const [newest] = tags.value;
  if (newest === undefined) return gate('image', 'shut', message('diagnosis.image.noTags', { repository, reference }), { source });
  const args = { repository, reference, tags: tags.value.slice(0, 5).join(', ') };
  const repairs = question.group ? [{ kind: 'image', image: `${server}/${repository}:${newest}` } as const] : [];
  return gate('image', 'shut', message('diagnosis.image.noTag', args), { source, repairs });
}

/** Who asks may be somebody else than who pulls. That a group has pulled the image before is said, and decides nothing: tags move and go. */
function unreadImage({ group, containers = [] }: PullQuestion, registry: string, error: AppError | undefined): Gate {
  const events = (group?.definition.properties.containers ?? [])
    .filter(({ name }) => containers.includes(name))
    .flatMap(({ properties }) => properties.instanceView?.events ?? []);
  const pulled = events.filter(({ name }) => name === 'Pulled').at(-1)?.lastTimestamp;
  const more = pulled === undefined ? [] : [message('diagnosis.image.pulledBefore', { when: pulled.slice(0, 16).replace('T', ' ') })];
  if (AppError.is(error, 'UNAUTHORIZED')) return gate('image', 'unknown', message('diagnosis.image.refused', { registry }), { more });
  if (AppError.is(error, 'DENIED')) return gate('image', 'unknown', message('diagnosis.image.firewalled', { registry }), { more });
  return factGate('image', error, more);
}

/** Is it built for what the group runs, or for what any group may run? Container Instances is x64 only. */
export function platformGate({ osType }: PullQuestion, { manifest }: PullFacts): Gate | undefined {
  if (!manifest?.known || !manifest.value) return undefined;
  const wanted = osType === undefined ? ['linux/amd64', 'windows/amd64'] : [`${osType.toLowerCase()}/amd64`];
  const [only = ''] = wanted;
  const source = `${articles}/container-instances/container-instances-faq`;
  const platforms = manifest.value.platforms.map(({ os, architecture }) => `${os}/${architecture}`);
  const fitting = wanted.find((platform) => platforms.includes(platform));
  if (fitting !== undefined) return gate('platform', 'open', message('diagnosis.platform.fits', { platform: fitting }), { source });
  if (platforms.length === 0) {
    const says = osType === undefined ? message('diagnosis.platform.untoldOfAny') : message('diagnosis.platform.untold', { wanted: only });
    return gate('platform', 'unknown', says, { source });
  }
  const given = platforms.join(', ');
  const says =
    osType === undefined
      ? message('diagnosis.platform.neither', { platforms: given })
      : message('diagnosis.platform.other', { platforms: given, wanted: only });
  return gate('platform', 'shut', says, { source });
}
