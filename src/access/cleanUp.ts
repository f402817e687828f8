import { randomUUID } from 'node:crypto';
import type { AnyResource } from '../azure/azure';
import type { ContainerGroup } from '../model/containerGroup';
import type { Message } from '../model/message';
import { message } from '../model/message';
import { isAtOrAbove, normalizeId, parseResourceId, sameId } from '../model/resourceId';
import type { ResourceGroup } from '../model/subscription';
import type { Consequence, DeleteResource, Plan } from '../plan/plan';
import { identityUses } from './identityUses';
import type { NameOf, Revocable } from './planRevoke';
import { revocation } from './planRevoke';

/** In the order in which they can go without anything getting stuck. */
const kinds = ['containerGroup', 'roleAssignment', 'identity', 'registry', 'resourceGroup'] as const;
export type MadeKind = (typeof kinds)[number];

/** What was found of what plans made, and what it hangs together with. */
export interface MadeFacts {
  /** By their tag: container groups, identities, registries. */
  readonly resources: readonly AnyResource[];
  /** By their tag, with what lies in them; undefined where that could not be read. */
  readonly resourceGroups: readonly { readonly group: ResourceGroup; readonly contents: readonly AnyResource[] | undefined }[];
  /** By their description. */
  readonly assignments: readonly Revocable[];
  /** All that there are, whoever made them: they say which identities are in use. */
  readonly groups: readonly ContainerGroup[];
  /** Names of subscriptions that could not be read whole. */
  readonly unread: readonly string[];
  readonly nameOf: NameOf;
}

/** Something that a plan made. */
export interface Made {
  readonly kind: MadeKind;
  readonly id: string;
  readonly name: string;
  /** Why it is not chosen unless the person does so. */
  readonly unsafe?: Message;
  /** Of a role assignment. */
  readonly revocable?: Revocable;
  /** Of a resource group: what lies in it and was not made by a plan. */
  readonly others?: readonly AnyResource[];
}

/** Everything that plans made, in the order in which it can go. */
export function madeByPlans(facts: MadeFacts): readonly Made[] {
  const known = new Set(facts.resources.map(({ id }) => normalizeId(id)));
  const isMade = (id: string): boolean => known.has(normalizeId(id));
  const resources = facts.resources.flatMap((resource): Made[] => {
    const kind = kindOf(resource.type);
    return kind ? [{ kind, id: resource.id, name: resource.name, ...unsafe(unsafeResource(kind, resource.id, facts, isMade)) }] : [];
  });
  const assignments = facts.assignments.map((revocable): Made => {
    const { assignment, roleName } = revocable;
    const users = groupsOfPrincipal(assignment.principalId, facts.groups).filter(({ id }) => !isMade(id));
    const why = users.length > 0 ? message('cleanUp.pulledWith', { groups: namesOf(users) }) : undefined;
    return { kind: 'roleAssignment', id: assignment.id, name: roleName, revocable, ...unsafe(why) };
  });
  const resourceGroups = facts.resourceGroups.map(({ group, contents }): Made => {
    const others = contents?.filter(({ id }) => !isMade(id));
    const held = contents?.filter(({ type }) => kindOf(type) === 'registry' || kindOf(type) === 'identity') ?? [];
    const isHeld = held.find(({ id, type }) => unsafeResource(kindOf(type) ?? 'registry', id, facts, isMade) !== undefined);
    const why =
      others === undefined
        ? message('cleanUp.unreadContents')
        : others.length > 0
          ? message('cleanUp.others', { count: others.length, names: namesOf(others) })
          : isHeld
            ? message('cleanUp.holdsUnsafe', { name: isHeld.name })
            : undefined;
    return { kind: 'resourceGroup', id: group.id, name: group.name, ...(others ? { others } : {}), ...unsafe(why) };
  });
  return [...resources, ...assignments, ...resourceGroups].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name),
  );
}

/** An identity that would go while a container group that stays uses it. */
export interface Refused {
  readonly name: string;
  readonly groups: string;
}

/**
 * A group whose identity is gone can get stuck, and then not even be deleted: such a choice is refused.
 * https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/management/cannot-do-container-group-operations
 */
export function refusedChoices(chosen: readonly Made[], facts: MadeFacts): readonly Refused[] {
  const all = withContents(chosen, facts);
  const goes = (id: string): boolean => isGoing(id, all);
  return all
    .filter(({ kind }) => kind === 'identity')
    .flatMap(({ id, name }) => {
      const stay = identityUses(id, facts.groups).filter(({ group }) => !goes(group.id));
      return stay.length > 0 ? [{ name, groups: namesOf(stay.map(({ group }) => group)) }] : [];
    });
}

/** Deletes what was chosen: container groups first, then what they pull by, who they pull as, where from, and last what held it all. */
export function planCleanUp(target: string, chosen: readonly Made[], facts: MadeFacts): Plan {
  const all = [...withContents(chosen, facts)].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  const keyOf = new Map(all.map(({ id, kind }, index) => [normalizeId(id), `${kind}-${index + 1}`]));
  const operations = all.map((made): DeleteResource => {
    const key = keyOf.get(normalizeId(made.id)) ?? '';
    const before = all.filter((other) => goesBefore(other, made, facts));
    const needs = before.map(({ id }) => ({ ref: keyOf.get(normalizeId(id)) ?? '', output: 'id' as const }));
    const op: DeleteResource = made.revocable ? revocation(key, made.revocable, facts.nameOf) : { kind: 'delete', key, id: made.id };
    return needs.length > 0 ? { ...op, needs } : op;
  });
  return {
    id: randomUUID(),
    title: message('plan.title.cleanUp'),
    target,
    operations,
    consequences: consequencesOf(all, facts),
  };
}

/** What lies in a chosen resource group and has an order of its own goes before it, one by one. */
function withContents(chosen: readonly Made[], { resourceGroups }: MadeFacts): readonly Made[] {
  const contents = resourceGroups
    .filter(({ group }) => chosen.some(({ id }) => sameId(id, group.id)))
    .flatMap((one) => one.contents ?? [])
    .flatMap(({ id, name, type }): Made[] => {
      const kind = kindOf(type);
      return kind ? [{ kind, id, name }] : [];
    });
  return [...new Map([...contents, ...chosen].map((made) => [normalizeId(made.id), made])).values()];
}

function goesBefore(first: Made, then: Made, facts: MadeFacts): boolean {
  if (kinds.indexOf(first.kind) >= kinds.indexOf(then.kind)) return false;
  switch (then.kind) {
    case 'containerGroup':
      return false;
    case 'roleAssignment': {
      const users = groupsOfPrincipal(then.revocable?.assignment.principalId ?? '', facts.groups);
      return users.some(({ id }) => sameId(id, first.id));
    }
    case 'identity': {
      if (first.kind === 'roleAssignment') return true;
      return identityUses(then.id, facts.groups).some(({ group }) => sameId(group.id, first.id));
    }
    case 'registry':
      // What pulls from it, and what is assigned at it: whichever it is, the registry can wait.
      return first.kind === 'containerGroup' || (first.kind === 'roleAssignment' && isAtOrAbove(then.id, first.id));
    case 'resourceGroup':
      return isAtOrAbove(then.id, first.id) || first.kind === 'roleAssignment' || first.kind === 'containerGroup';
  }
}

function consequencesOf(all: readonly Made[], { resourceGroups, unread }: MadeFacts): readonly Consequence[] {
  const ofGroups = resourceGroups
    .filter(({ group }) => all.some(({ id }) => sameId(id, group.id)))
    .flatMap(({ group, contents }) => {
      if (!contents) return [message('cleanUp.unreadIn', { group: group.name })];
      const named = contents.map(({ name }) => name).join(', ');
      return contents.length > 0 ? [message('cleanUp.goesWith', { group: group.name, names: named })] : [];
    });
  const registries = all.filter(({ kind }) => kind === 'registry').map(({ name }) => message('cleanUp.imagesGo', { name }));
  const warnings = [
    ...ofGroups,
    ...registries,
    ...all.flatMap((made) => (made.kind === 'roleAssignment' && made.unsafe ? [made.unsafe] : [])),
    ...(unread.length > 0 ? [message('cleanUp.unread', { names: unread.join(', ') })] : []),
  ];
  return [
    ...warnings.map((text): Consequence => ({ severity: 'warning', message: text })),
    { severity: 'information', message: message('cleanUp.final') },
  ];
}

function unsafeResource(kind: MadeKind, id: string, { groups, unread }: MadeFacts, isMade: (id: string) => boolean): Message | undefined {
  if (kind === 'registry') return message('cleanUp.holdsImages');
  if (kind !== 'identity') return undefined;
  const users = identityUses(id, groups).filter(({ group }) => !isMade(group.id));
  if (users.length > 0) return message('cleanUp.usedBy', { groups: namesOf(users.map(({ group }) => group)) });
  return unread.length > 0 ? message('cleanUp.unread', { names: unread.join(', ') }) : undefined;
}

function isGoing(id: string, all: readonly Made[]): boolean {
  return all.some((made) => sameId(made.id, id));
}

/** Container groups that carry an identity with this object id. */
function groupsOfPrincipal(principalId: string, groups: readonly ContainerGroup[]): readonly ContainerGroup[] {
  const wanted = principalId.toLowerCase();
  return groups.filter(({ definition }) =>
    Object.values(definition.identity?.userAssignedIdentities ?? {}).some((identity) => identity.principalId?.toLowerCase() === wanted),
  );
}

function kindOf(type: string): MadeKind | undefined {
  switch (type.toLowerCase()) {
    case 'microsoft.containerinstance/containergroups':
      return 'containerGroup';
    case 'microsoft.managedidentity/userassignedidentities':
      return 'identity';
    case 'microsoft.containerregistry/registries':
      return 'registry';
    default:
      return undefined;
  }
}

function namesOf(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => name).join(', ');
}

function unsafe(why: Message | undefined): { readonly unsafe?: Message } {
  return why ? { unsafe: why } : {};
}

/** Where something is, for grouping: a resource group's name, or undefined for what stands above them. */
export function resourceGroupOf({ id }: Made): string | undefined {
  const [, under = id] = /^(.*?)\/providers\/Microsoft\.Authorization\/roleAssignments\//i.exec(id) ?? [];
  return parseResourceId(under)?.resourceGroup;
}
