/** What travels between the sandbox and its adapters (an SDK HttpClient, an HTTPS server). */
export interface SandboxRequest {
  readonly method: string;
  /** Absolute: the host tells Resource Manager from a registry's data plane. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SandboxResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** JSON text, text, or empty. */
  readonly body: string;
}
