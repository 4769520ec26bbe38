/**
 * What the nodes and edges of a stream graph stem from, in the names of the front end that made it: operators and edges of a drawing.
 * The way back from the log and the picture; nothing below the stream graph knows these names. Plain data. [GR74]
 */
export interface Origins {
  /** By `StreamNode.id`. */
  readonly nodes: readonly string[];
  /** By `StreamEdge.id`; empty between the nodes of one operator. */
  readonly edges: readonly string[];
}
