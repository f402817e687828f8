/** What the containers of a group used over a while, as averages of equal steps. */
export interface GroupMetrics {
  readonly span: MetricSpan;
  /** In cores. */
  readonly cpu: readonly ContainerMetric[];
  /** In bytes. */
  readonly memory: readonly ContainerMetric[];
}

export interface MetricSpan {
  /** Milliseconds; whole steps. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

export interface ContainerMetric {
  readonly container: string;
  /** In the order of time. */
  readonly points: readonly MetricPoint[];
}

export interface MetricPoint {
  /** When the step begins of which this is the average. */
  readonly at: number;
  /** Undefined where nothing was measured, or nothing has arrived yet. */
  readonly value: number | undefined;
}
