import { describe, expect, it } from "vitest";
import { connect } from "../document/edit-changes.ts";
import { applyChange } from "../document/apply-change.ts";
import { editDocument } from "../document/testing/edit-catalog.ts";
import { detailLevel, type DetailLevel } from "./detail-level.ts";
import { alongEdges, nearest } from "./navigation.ts";
import { nodeHeightFor, portY, rateWords, truncateEnd, truncateMiddle } from "./node-geometry.ts";

const document = editDocument();

describe("[UI8] arrows", () => {
  it.each([
    ["source", "right", "plain"],
    ["plain", "left", "source"],
    ["source", "down", "other"],
    ["free", "up", "plain"],
    ["other", "right", "free"],
    ["sink", "right", undefined],
    ["source", "up", undefined],
  ] as const)("%s %s is %s", (from, direction, expected) => {
    expect(nearest(document, from, direction)).toBe(expected);
  });
});

describe("[UI9] Alt and arrows", () => {
  it("walk from operator to edge to operator", () => {
    expect(alongEdges(document, { operator: "plain" }, "right")).toEqual({ edge: "b" });
    expect(alongEdges(document, { edge: "b" }, "right")).toEqual({ operator: "keyed" });
    expect(alongEdges(document, { edge: "b" }, "left")).toEqual({ operator: "plain" });
    expect(alongEdges(document, { operator: "source" }, "left")).toBeUndefined();
    expect(alongEdges(document, { operator: "source" }, "up")).toBeUndefined();
  });

  it("go to the edge beside, from the top down", () => {
    const added = connect(document, { operator: "source", port: "out" }, { operator: "free", port: "in" });
    const wider = applyChange(document, added.change).document;
    expect(alongEdges(wider, { edge: "a" }, "down")).toEqual({ edge: added.edge });
    expect(alongEdges(wider, { edge: added.edge }, "up")).toEqual({ edge: "a" });
    expect(alongEdges(wider, { edge: added.edge }, "down")).toBeUndefined();
  });
});

describe("[UI11] levels of detail", () => {
  it("switch with hysteresis", () => {
    const walk = (zooms: readonly number[]): DetailLevel[] => {
      let level: DetailLevel = 3;
      return zooms.map((zoom) => (level = detailLevel(zoom, level)));
    };
    expect(walk([1, 0.96, 0.94, 0.99, 1, 0.47, 0.44, 0.49, 0.5, 0.3, 2])).toEqual([3, 3, 2, 2, 3, 2, 1, 1, 2, 0, 3]);
  });
});

describe("node geometry", () => {
  it("puts one port in the middle of the node and stacks several 28 apart", () => {
    expect(portY(0, 1, nodeHeightFor(1, 1))).toBe(41);
    const height = nodeHeightFor(2, 1);
    expect(height).toBe(104);
    expect(portY(1, 2, height) - portY(0, 2, height)).toBe(28);
  });

  it("[UI21] keeps the last six characters of a long name", () => {
    expect(truncateMiddle("orders", 18)).toBe("orders");
    expect(truncateMiddle("enrich-payments-with-cards", 18)).toBe("enrich-paym…-cards");
    expect(truncateMiddle("timestamps", 8)).toBe("time…mps");
    expect(truncateMiddle("timestamps", 4)).toBe("ti…s");
    expect(truncateMiddle("按银行卡统计每分钟的支付次数", 18)).toBe("按银行…钟的支付次数");
    expect(truncateEnd("for (const word of row.line)", 12)).toBe("for (const …");
  });

  it("[UI156] the rate of a short edge is the number alone, in Chinese already where there would be room for Latin letters", () => {
    expect(rateWords("36.2/s", "36.2/s virtual", 90)).toBe("36.2/s virtual");
    expect(rateWords("36.2/s", "36.2/s virtual", 80)).toBe("36.2/s");
    expect(rateWords("36.2/s", "36.2/s（虚拟时间）", 106)).toBe("36.2/s（虚拟时间）");
    expect(rateWords("36.2/s", "36.2/s（虚拟时间）", 90)).toBe("36.2/s");
  });
});
