import type { AuthorizationManagementClient } from '@azure/arm-authorization';
import { createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { present } from './present';

const apiVersion = '2022-04-01';

interface PermissionsPage {
  readonly value?: readonly Partial<Record<'actions' | 'notActions' | 'dataActions' | 'notDataActions', readonly string[]>>[];
  readonly nextLink?: string | null;
}

/**
 * The caller's permissions at any scope, through the SDK client's own pipeline: its operations know resource groups and resources, not
 * subscriptions. https://learn.microsoft.com/rest/api/authorization/permissions
 */
export async function* listPermissions(
  client: AuthorizationManagementClient,
  scope: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<NonNullable<PermissionsPage['value']>[number]> {
  const first = new URL(`${client.$host}${scope}/providers/Microsoft.Authorization/permissions?api-version=${apiVersion}`);
  for (let url: string | undefined = first.href; url !== undefined;) {
    const request = createPipelineRequest({ url, ...present({ abortSignal: signal }) });
    request.headers.set('accept', 'application/json');
    const response = await client.sendRequest(request);
    const page = response.status === 200 ? parsePage(response.bodyAsText) : undefined;
    if (!page) throw new RestError('The permissions could not be read.', { statusCode: response.status, request, response });
    yield* page.value ?? [];
    url = page.nextLink ?? undefined;
  }
}

function parsePage(text: string | null | undefined): PermissionsPage | undefined {
  try {
    return JSON.parse(text ?? '') as PermissionsPage;
  } catch {
    return undefined;
  }
}
