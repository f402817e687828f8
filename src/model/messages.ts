import { accessMessages } from './messages/access';
import { deployMessages } from './messages/deploy';
import { planMessages } from './messages/plan';

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
  'error.signedOut': 'No Azure is open. Open the sandbox first.',
  'error.network': 'Azure could not be reached ({reason}).',
  'error.throttled': 'Azure asks to slow down. Try again in {seconds} seconds.',
  'error.unreadable': 'Azure sent an answer that is not JSON (status {status}).',
  'error.notInSandbox': 'The sandbox does not know this yet: {what}.',
  'error.missingRegistration': 'The subscription is not registered for {namespace}.',
  'error.unknown': '{message}',
  ...accessMessages,
  ...deployMessages,
  ...planMessages,
} as const;
