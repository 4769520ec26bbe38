import type { SinkFactory } from "../../runtime/api.ts";
import type { BlackholeConfig } from "./descriptor.ts";

export const blackholeSink: SinkFactory<BlackholeConfig> = {
  type: "blackhole",
  createWriter: () => ({ write() {} }),
};
