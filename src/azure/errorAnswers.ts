import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';

const bodies = new WeakMap<PipelineRequest, string>();

/** Keeps the bodies of error answers: the SDK's newer clients throw without them (of a failing list, even without Azure's sentence). */
export const errorAnswers: PipelinePolicy = {
  name: 'keylessErrorAnswers',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status >= 400 && response.bodyAsText) bodies.set(request, response.bodyAsText);
    return response;
  },
};

export function errorAnswerTo(request: PipelineRequest): string | undefined {
  return bodies.get(request);
}
