/** Everything that a person or an application may do at a service: https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope. */
export function defaultScope(audience: string): string {
  return `${audience}/.default`;
}
