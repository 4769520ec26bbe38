import type { SinkFactory } from "../../runtime/api.ts";
import type { BlackholeConfig } from "./descriptor.ts";

export const blackholeFactory: SinkFactory<BlackholeConfig> = {
  type: "blackhole",
  createWriter: () => ({ write() {} }),
};
