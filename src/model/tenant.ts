export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
}
