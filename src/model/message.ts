import { messages } from './messages';
import type { findingMessages } from './messages/findings';

export type MessageKey = keyof typeof messages;
type Texts = typeof findingMessages;

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a layer below the user interface says: a key and its arguments, rendered by `ui/` in the user's language. */
export interface Message {
  readonly key: MessageKey;
  readonly args: Readonly<Record<string, string>>;
}

/** A message, or something that is said only of definitions. */
export interface FindingMessage {
  readonly key: keyof Texts;
  readonly args: Readonly<Record<string, string>>;
}

/** Builds a message; the compiler checks that every placeholder of the text has its argument. */
export function message<Key extends keyof Texts>(
  key: Key,
  ...rest: Names<Texts[Key]> extends never ? [] : [args: Record<Names<Texts[Key]>, string | number>]
): Key extends MessageKey ? Message : FindingMessage {
  const args = Object.fromEntries(Object.entries(rest[0] ?? {}).map(([name, value]) => [name, String(value)]));
  return { key, args } as Key extends MessageKey ? Message : FindingMessage;
}

/** Renders in English: for exports, logs and the command line. */
export function inEnglish(text: Message): string {
  return messages[text.key].replace(/\{(\w+)\}/g, (whole, name: string) => text.args[name] ?? whole);
}
