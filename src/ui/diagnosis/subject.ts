import { pullerName } from '../../access/diagnosis/judgePull';
import type { PullQuestion } from '../../access/diagnosis/pullQuestion';
import { pullsOfGroup } from '../../access/diagnosis/pullQuestion';
import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { normalizeId, resourceName } from '../../model/resourceId';
import type { Store } from '../store';

/** What is diagnosed: a container group with all its pulls, or one identity at one registry. */
export type Subject =
  | { readonly kind: 'group'; readonly groupId: string }
  | {
      readonly kind: 'identity';
      readonly identity: ManagedIdentity;
      readonly registry: Registry;
      readonly repository?: string;
      /** `:tag` or `@sha256:…`. */
      readonly suffix?: string;
    }
  /** A pull that is still to come, of a group that is not there yet. */
  | { readonly kind: 'pull'; readonly question: PullQuestion };

/** The same for what would be the same page. */
export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case 'group':
      return normalizeId(subject.groupId);
    case 'identity':
      return `${normalizeId(subject.identity.id)} ${imageOf(subject)}`;
    case 'pull':
      return JSON.stringify(subject.question);
  }
}

export function subjectTitle(subject: Subject): string {
  switch (subject.kind) {
    case 'group':
      return resourceName(subject.groupId);
    case 'identity':
      return `${subject.identity.name} → ${imageOf(subject)}`;
    case 'pull':
      return `${pullerName(subject.question)} → ${subject.question.image}`;
  }
}

/** The pulls to judge: a group is read anew each time. */
export async function questionsOf(subject: Subject, store: Store, signal: AbortSignal): Promise<readonly PullQuestion[]> {
  if (subject.kind === 'pull') return [subject.question];
  if (subject.kind === 'identity') {
    const { repository, suffix } = subject;
    return [
      {
        image: imageOf(subject),
        about: repository === undefined ? 'registry' : suffix === undefined ? 'repository' : 'image',
        puller: { kind: 'identity', id: subject.identity.id, attached: true },
      },
    ];
  }
  store.forgetContainerGroup(subject.groupId);
  const group = await store.containerGroup(subject.groupId, signal);
  if (!group) throw new AppError('Gone', message('error.notFound', { name: resourceName(subject.groupId) }));
  return pullsOfGroup(group);
}

function imageOf({ registry, repository, suffix }: Extract<Subject, { kind: 'identity' }>): string {
  return `${registry.loginServer}${repository === undefined ? '' : `/${repository}${suffix ?? ''}`}`;
}
