import { messages } from '../messages';
import { causeMessages } from './causes';
import { definitionMessages } from './definition';
import { updateMessages } from './update';

/** Everything that is said of definitions and of failures, too: apart from the other messages, since only what judges and shows those needs it. */
export const findingMessages = { ...messages, ...causeMessages, ...definitionMessages, ...updateMessages } as const;
