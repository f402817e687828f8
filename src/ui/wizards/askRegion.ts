import { parseResourceId } from '../../model/resourceId';
import type { App } from '../app';
import type { Question } from './question';
import { askLocation } from './resourceGroupSteps';

/** Another region for a container group; undefined where the person chose none, or the one that it has. */
export async function askRegion(app: App, groupId: string, present: string | undefined, title: string): Promise<string | undefined> {
  const question: Question = { title, step: 1, steps: 1, canGoBack: false };
  const answer = await askLocation(app, parseResourceId(groupId)?.subscriptionId ?? '', present, question);
  return answer.kind === 'next' && answer.value !== present ? answer.value : undefined;
}
