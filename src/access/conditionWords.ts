import type { Condition } from '../model/condition';
import type { Message } from '../model/message';
import { message } from '../model/message';
import { parseCondition } from '../model/parseCondition';
import { roleName } from '../model/roles';
import { selectionOf } from './repositoryCondition';

/** A condition in words; where it is of no shape that is known here, with its text. */
export function conditionInWords(text: string): Message {
  const selection = selectionOf(text);
  if (selection) {
    const names = selection.repositories.join(', ');
    const prefixes = selection.prefixes.map((prefix) => `${prefix}*`).join(', ');
    if (prefixes === '') return message('access.onlyRepositories', { names });
    if (names === '') return message('access.onlyPrefixes', { prefixes });
    return message('access.onlyRepositoriesAndPrefixes', { names, prefixes });
  }
  const parsed = parseCondition(text);
  const plain = text.replace(/\s+/g, ' ').trim();
  if (!parsed.ok) return message('access.conditionUnreadable', { text: plain });
  const assignable = assignableRoles(parsed.condition);
  if (assignable) return message('access.onlyAssigns', { roles: assignable.map(roleName).join(', ') });
  return message('access.condition', { text: plain });
}

const roleDefinitionId = 'microsoft.authorization/roleassignments:roledefinitionid';

/** Roles that a constrained delegation lets somebody assign, where its condition asks for nothing else. */
function assignableRoles(condition: Condition): readonly string[] | undefined {
  const parts = condition.kind === 'and' ? condition.all : [condition];
  const lists = parts.map((part) => {
    if (part.kind !== 'or' || part.any.length !== 2) return undefined;
    const [outside, asked] = part.any;
    if (outside?.kind !== 'not' || outside.of.kind !== 'actionMatches' || asked?.kind !== 'compare') return undefined;
    const { attribute, operator, operand } = asked;
    const isRole = attribute.name.toLowerCase() === roleDefinitionId && operator === 'GuidEquals' && operand.kind === 'values';
    return isRole ? operand.values : undefined;
  });
  const [first, ...others] = lists;
  return first && others.every((list) => list?.join() === first.join()) ? first : undefined;
}
