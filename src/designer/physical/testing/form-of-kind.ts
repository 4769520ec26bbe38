/** How each kind of element is drawn. */
export const formOfKind = {
  record: "record",
  watermark: "watermark",
  checkpointBarrier: "barrier",
  cancelCheckpointMarker: "cancelled",
  watermarkStatus: "idle",
  endOfData: "end",
  endOfPartition: "end",
} as const;
