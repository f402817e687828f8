import { messages } from '../messages';
import { definitionMessages } from './definition';
import { updateMessages } from './update';

/** Everything that is said of definitions too: apart from the other messages, since only what judges and shows definitions needs it. */
export const findingMessages = { ...messages, ...definitionMessages, ...updateMessages } as const;
