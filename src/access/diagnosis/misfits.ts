import type { Message } from '../../model/message';
import type { Diagnosis } from './judgePull';

/** Containers whose image is built for another platform than the group's, by name, and for which. */
export function misfitsOf(diagnoses: readonly Diagnosis[]): Readonly<Record<string, Message>> {
  const misfits: Record<string, Message> = {};
  for (const { question, gates } of diagnoses) {
    const shut = gates.find(({ kind, state }) => kind === 'platform' && state === 'shut');
    for (const container of question.containers ?? []) if (shut) misfits[container] = shut.evidence[0];
  }
  return misfits;
}
