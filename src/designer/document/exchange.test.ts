import { describe, expect, it } from "vitest";
import { applyChange } from "./apply-change.ts";
import { copyFragment, readPasted, pasteChange } from "./clipboard.ts";
import { formatDocument } from "../../graph/format-document.ts";
import { freeShift } from "./places.ts";
import { readJob } from "./job-file.ts";
import { linkFragment, linkLimit, readLink } from "./share-link.ts";
import { sampleDocument } from "./testing/sample-document.ts";

describe("copy and paste", () => {
  const fragment = copyFragment(sampleDocument, { operators: ["words", "count"], edges: [], notes: [] });

  it("[DC6] renews ids and names, drops uids and links that dangle, and puts the corner where asked", () => {
    const { document } = applyChange(sampleDocument, pasteChange(sampleDocument, fragment, { x: 100, y: 50 }));
    expect(document.operators.slice(4)).toEqual([
      { id: "flat-map-1", type: "flat-map", name: "words 2", config: { function: "line.split(' ')" } },
      { id: "count-1", type: "count", name: "count 2", parallelism: 2, config: {} },
    ]);
    expect(document.edges.slice(3)).toEqual([
      {
        id: "edge-1",
        from: { operator: "flat-map-1", port: "out" },
        to: { operator: "count-1", port: "in" },
        partitioner: { type: "hash", key: ["word"] },
      },
    ]);
    expect(document.layout?.positions["flat-map-1"]).toEqual({ x: 100, y: 50 });
    expect(document.layout?.positions["count-1"]).toEqual({ x: 380, y: 50 });
  });

  it("[UI116] renames an id that two operators have, each to one of its own; what is joined to it is joined to the first", () => {
    const twice = { ...fragment, operators: fragment.operators.map((operator) => ({ ...operator, id: "words" })) };
    const change = pasteChange(sampleDocument, twice, { x: 0, y: 900 });
    const { document } = applyChange(sampleDocument, change);
    const pasted = document.operators.slice(4).map(({ id }) => id);
    expect(pasted).toEqual(["flat-map-1", "count-1"]);
    expect(new Set(pasted.map((id) => JSON.stringify(document.layout?.positions[id]))).size).toBe(2);
    const { edges } = fragment;
    expect(applyChange(sampleDocument, pasteChange(sampleDocument, { ...twice, edges: edges.map((edge) => ({ ...edge, to: edge.from })) }, { x: 0, y: 0 })).document.edges[3]).toMatchObject(
      { from: { operator: "flat-map-1" }, to: { operator: "flat-map-1" } },
    );
  });

  it("[UI117] finds free ground: two pastes at one place do not lie on each other", () => {
    const at = { x: 5000, y: 40 };
    const first = applyChange(sampleDocument, pasteChange(sampleDocument, fragment, at)).document;
    const asked = pasteChange(first, fragment, at);
    expect(asked.kind).toBe("addParts");
    if (asked.kind !== "addParts") return;
    const operators = Object.values(asked.parts.positions);
    expect(freeShift(sampleDocument, { operators, notes: [] })).toBe(0);
    const down = freeShift(first, { operators, notes: [] });
    expect(down).toBeGreaterThan(0);
    const moved = operators.map(({ x, y }) => ({ x, y: y + down }));
    expect(freeShift(first, { operators: moved, notes: [] })).toBe(0);
  });

  it("survives the clipboard as text, and takes a whole job as well", () => {
    expect(readPasted(JSON.stringify(fragment))).toEqual({ fragment });
    expect(readPasted(formatDocument(sampleDocument))).toMatchObject({ fragment: { operators: { length: 4 } } });
    expect(readPasted("hello")).toBeUndefined();
    expect(readPasted("{}")).toBeUndefined();
  });
});

describe("job files", () => {
  it("[DC9] come back as they were written", () => {
    expect(readJob(formatDocument(sampleDocument))).toEqual({ document: sampleDocument, findings: [] });
  });

  it("[DC7] say what is wrong instead of throwing", () => {
    expect(readJob("{").findings[0]?.code).toBe("document.not-json");
    for (const text of ["{}", "[]", "null", '{"format":"weir.job/1"}']) {
      expect(readJob(text).document).toBeUndefined();
      expect(readJob(text).findings.length).toBeGreaterThan(0);
    }
  });
});

describe("share links", () => {
  it("[DC8] carry the whole job, small ones within the limit", () => {
    const link = linkFragment(sampleDocument);
    expect(link).toMatch(/^#w1=[\w-]+$/);
    expect(link.length).toBeLessThan(linkLimit);
    expect(readLink(link)).toEqual({ document: sampleDocument, findings: [] });
  });

  it("[DC32] carry a moment of the run, read within limits; one that cannot be read leaves the job whole", () => {
    const moment = { branch: "B", faults: [{ at: 12.5, fault: { kind: "crashCoordinator" as const } }], event: 812, view: "physical" as const };
    expect(readLink(linkFragment(sampleDocument, moment))).toEqual({ document: sampleDocument, findings: [], moment });
    const many = Array.from({ length: 201 }, () => moment.faults[0]);
    const kill = { kind: "killSubtask", subtask: -1 };
    const wrong = [{ event: -1 }, { event: 1e300 }, { faults: many }, { faults: [{ at: 0, fault: kill }] }, { branch: "b".repeat(101) }, { more: 1 }];
    for (const each of wrong) {
      const read = readLink(linkFragment(sampleDocument, { ...moment, ...each } as typeof moment));
      expect(read?.document).toEqual(sampleDocument);
      expect(read?.moment).toBeUndefined();
      expect(read?.findings[0]?.code).toBe("import.link-moment");
    }
    expect(readLink(`${linkFragment(sampleDocument)}&m=AAAA%`)).toMatchObject({ document: sampleDocument, findings: [{ code: "import.link-moment" }] });
  });

  it("[DC8] say that a link is damaged, and leave other addresses alone", () => {
    expect(readLink("#elsewhere")).toBeUndefined();
    const unfolding = linkFragment({ ...sampleDocument, name: "b".repeat(4_000_000) });
    expect(unfolding.length).toBeLessThan(linkLimit);
    expect(readLink(unfolding)?.findings[0]?.code).toBe("import.link-unfolds");
    expect(readLink(`#w1=${"A".repeat(linkLimit + 1)}`)?.findings[0]?.code).toBe("import.link-too-long");
    expect(readLink("#w1=AAAA%")?.findings[0]?.code).toBe("import.link-damaged");
    expect(readLink(linkFragment(sampleDocument).slice(0, 60))?.document).toBeUndefined();
  });
});
