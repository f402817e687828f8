import { accessMessages } from './messages/access';
import { azureMessages } from './messages/azure';
import { cleanUpMessages } from './messages/cleanUp';
import { diagnosisMessages } from './messages/diagnosis';
import { deployMessages } from './messages/deploy';
import { failureMessages } from './messages/failure';
import { logMessages } from './messages/logs';
import { planMessages } from './messages/plan';
import { preflightMessages } from './messages/preflight';
import { signInMessages } from './messages/signIn';

/**
 * Every sentence that a layer below `ui/` can say, in English, by key. A sentence is whole: none is put together from
 * pieces, so that each can be translated. Placeholders are named.
 */
export const messages = {
  'error.cancelled': 'Cancelled.',
  'error.azure': 'Azure answered {status} {code}: {message}',
  'error.notFound': '{name} is not there any more.',
  'error.forbidden': 'You may not do this: {action} is missing on {scope}.',
  'error.forbiddenUnknown': 'You may not do this. Azure answered: {message}',
  'error.unauthorized': 'Azure did not accept the sign-in. Sign in again.',
  'error.otherSession': 'The Azure that this terminal was opened in is not open any more.',
  'error.signedOut': 'No Azure is open. Sign in, or open the sandbox, first.',
  'error.noContainerGroups': 'There is no container group yet. Deploy one first.',
  'error.network': 'Azure could not be reached ({reason}).',
  'error.throttled': 'Azure asks to slow down. Try again in {seconds} seconds.',
  'error.unreadable': 'Azure sent an answer that is not JSON (status {status}).',
  'error.notInSandbox': 'The sandbox does not know this yet: {what}.',
  'error.missingRegistration': 'The subscription is not registered for {namespace}.',
  'error.noPlans': 'There is no plan yet. Grant access or deploy something first.',
  'error.nothingToRemove': 'The plan has created nothing that could be removed.',
  'error.identityInUse':
    '{name} is not deleted: {groups} would get stuck without it, or no longer pull. Delete or change what uses it first.',
  'error.nothingToRepair': 'There is nothing that this would change.',
  'error.noDefinition': 'This plan deploys no container group, so there is no definition to add to.',
  'error.definitionIsNoJson': 'The definition is not well-formed JSON. Put that right first.',
  'error.definitionHasErrors': 'The definition has errors ({count}); they are listed under Problems. Nothing was deployed.',
  'error.definitionUnreadable': 'The definition cannot be read as long as its syntax has errors ({count}); they are underlined.',
  'error.unknown': '{message}',
  ...accessMessages,
  ...azureMessages,
  ...cleanUpMessages,
  ...deployMessages,
  ...diagnosisMessages,
  ...failureMessages,
  ...logMessages,
  ...planMessages,
  ...preflightMessages,
  ...signInMessages,
  'condition.unclosedString': 'This text has no closing quote.',
  'condition.unclosedAttribute': 'An attribute is written as @Request[name].',
  'condition.unknownCharacter': 'This character has no meaning in a condition.',
  'condition.expectedAndOr': 'AND, OR or the end of the condition belongs here, not “{found}”.',
  'condition.expectedClosing': 'A closing parenthesis is missing here.',
  'condition.expectedClosingBrace': 'A closing brace is missing here.',
  'condition.expectedTerm': 'A comparison, ActionMatches or a parenthesis belongs here.',
  'condition.expectedPattern': 'ActionMatches and SubOperationMatches take one quoted name in braces, as in {example}.',
  'condition.expectedAttribute': 'An attribute such as @Request[name] belongs here.',
  'condition.unknownSource': 'Attributes come from @Request, @Resource, @Principal or @Environment, not from “@{source}”.',
  'condition.expectedOperator': 'An operator such as StringEquals belongs here.',
  'condition.unknownOperator': '“{operator}” is not an operator of conditions.',
  'condition.expectedValue': 'A value belongs here.',
} as const;
