/** Someone, or something, that the directory knows. */
export interface Principal {
  /** Object id. */
  readonly id: string;
  readonly type: 'User' | 'Group' | 'ServicePrincipal';
  /** The object id again where the directory keeps the name to itself. */
  readonly name: string;
  /** Of a service principal: what its application signs in with. */
  readonly appId?: string;
  readonly userPrincipalName?: string;
}
