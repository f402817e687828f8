import type { AuthorizationManagementClient } from '@azure/arm-authorization';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import type { Permission } from '../model/roleAssignment';
import { present } from './present';

const apiVersion = '2022-04-01';

interface Page {
  readonly value?: readonly Partial<Permission>[];
  readonly nextLink?: string | null;
}

/**
 * The caller's permissions at any scope, page after page, over the pipeline of the SDK's client: sign-in, claims challenges, retries. Its own
 * operations know resource groups and resources, and no subscriptions. `scope` has no slash at either end. Rejects as the SDK does.
 * https://learn.microsoft.com/rest/api/authorization/permissions
 */
export async function* listPermissions(
  client: Pick<AuthorizationManagementClient, '$host' | 'sendRequest'>,
  scope: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Partial<Permission>> {
  let url: string | null | undefined = `${client.$host}/${scope}/providers/Microsoft.Authorization/permissions?api-version=${apiVersion}`;
  while (url) {
    const request = createPipelineRequest({ url, ...present({ abortSignal: signal }) });
    request.headers.set('accept', 'application/json');
    const response: ParsedResponse = await client.sendRequest(request);
    if (response.status !== 200 || response.parsedBody === undefined) {
      throw new RestError(`The permissions were answered ${response.status}.`, { statusCode: response.status, request, response });
    }
    const page = response.parsedBody as Page;
    yield* page.value ?? [];
    url = page.nextLink;
  }
}

/** The client's pipeline parses JSON, and says so in no type. */
type ParsedResponse = PipelineResponse & { readonly parsedBody?: unknown };
