import * as vscode from 'vscode';

export interface ServicePrincipal {
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** Asks for an application's tenant, client id and secret. Undefined where the user gave up. */
export async function askServicePrincipal(suggested: Partial<ServicePrincipal>): Promise<ServicePrincipal | undefined> {
  const title = vscode.l10n.t('Sign In with a Service Principal');
  const tenantId = await ask({
    title,
    prompt: vscode.l10n.t('Tenant (1/3): its id, or a domain of it'),
    value: suggested.tenantId ?? '',
    check: (text) =>
      guid.test(text) || domain.test(text) ? undefined : vscode.l10n.t('“{0}” is neither a GUID nor a domain such as contoso.com.', text),
  });
  if (tenantId === undefined) return undefined;
  const clientId = await ask({
    title,
    prompt: vscode.l10n.t('Client id of the application (2/3)'),
    value: suggested.clientId ?? '',
    check: (text) => (guid.test(text) ? undefined : vscode.l10n.t('“{0}” is not a GUID.', text)),
  });
  if (clientId === undefined) return undefined;
  const secret = await ask({
    title,
    prompt: vscode.l10n.t('Client secret (3/3): its value, not its id. It is kept in VS Code’s secret storage until you sign out.'),
    value: '',
    password: true,
    check: (text) => (guid.test(text) ? vscode.l10n.t('This is a secret’s id; what is wanted is its value.') : undefined),
  });
  return secret === undefined ? undefined : { tenantId, clientId, secret };
}

interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly password?: boolean;
  readonly check: (text: string) => string | undefined;
}

/** Nothing is found wrong before anything is typed, but nothing empty is taken. */
async function ask({ check, ...options }: Question): Promise<string | undefined> {
  const validateInput = (text: string): string | undefined => (text.trim() === '' ? undefined : check(text.trim()));
  for (;;) {
    const text = await vscode.window.showInputBox({ ...options, ignoreFocusOut: true, validateInput });
    if (text === undefined) return undefined;
    if (text.trim() !== '') return text.trim();
  }
}
