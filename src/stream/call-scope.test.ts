import { describe, expect, test } from "vitest";
import { callScope } from "./call-scope.ts";
import { rowFromObject } from "./row-from-object.ts";
import { schemaOf } from "./logical-type-text.ts";
import { ConformError } from "./conform-error.ts";

const words = schemaOf([{ name: "word", type: "STRING" }]);

/** A function of a person with `collect`, called once. */
function call(guest: (collect: (value: unknown) => void) => void, act: (word: unknown) => void = () => {}) {
  const taken: unknown[] = [];
  const scope = callScope();
  const collect = scope.guard(rowFromObject(words), ({ word }) => {
    act(word);
    taken.push(word);
  });
  scope.enter();
  try {
    guest(collect);
    scope.settle();
  } finally {
    scope.leave();
  }
  return { taken, collect };
}

test("[SB44] an action that is used while it reads a value is refused, and nothing of the inner use happens", () => {
  const outcomes: string[] = [];
  const { taken } = call((collect) => {
    collect({
      get word() {
        try {
          collect({ word: "inner" });
        } catch (error) {
          outcomes.push(String(error));
        }
        return "outer";
      },
    });
  });
  expect([taken, outcomes]).toEqual([["outer"], ["TypeError: collect and ctx cannot be used while they read a value they were given: read it before"]]);
});

test("[SB43] a failure of the host fails the call though the function goes on, and no action works after it", () => {
  const refused: string[] = [];
  const failing = () =>
    call(
      (collect) => {
        for (const word of ["a", "full", "b"]) {
          try {
            collect({ word });
          } catch (error) {
            refused.push(String(error));
          }
        }
      },
      (word) => {
        if (word === "full") throw new RangeError("half way");
      },
    );
  expect(failing).toThrow("half way");
  expect(refused).toEqual(["TypeError: half way", "TypeError: half way"]);
});

test("[SB43] a value that cannot be taken is the function's to handle: nothing of the host has changed", () => {
  const { taken } = call((collect) => {
    try {
      collect({ word: 5 });
    } catch {
      collect({ word: "instead" });
    }
  });
  expect(taken).toEqual(["instead"]);
});

test("[SB45] errors of the host cross as errors of the language: frozen, without a class or a cause of the host's", () => {
  const crossed: unknown[] = [];
  call((collect) => {
    try {
      collect({ word: 5 });
    } catch (error) {
      crossed.push(error);
    }
  });
  const [error] = crossed;
  expect(error).toBeInstanceOf(TypeError);
  expect(error).not.toBeInstanceOf(ConformError);
  expect([Object.isFrozen(error), Object.getPrototypeOf(error) === TypeError.prototype]).toEqual([true, true]);
});

describe("[SB8] [SB46] what a function is handed", () => {
  test("keeps nothing and works only during the call", () => {
    const { collect } = call(() => {});
    expect(Object.isFrozen(collect)).toBe(true);
    expect("prototype" in collect).toBe(false);
    expect(() => collect({ word: "late" })).toThrow("only during the call");
  });
});

/** The way it was: the value is read where the host writes, so a getter can come in between. */
test("a planted bug: without the two halves a getter writes in the middle of a write", () => {
  const memory: string[] = [];
  const unsafe = (value: { readonly word: string }): void => {
    const at = memory.length;
    memory[at] = value.word;
  };
  unsafe({
    get word() {
      unsafe({ word: "inner" });
      return "outer";
    },
  });
  expect(memory, "the inner row is lost").toEqual(["outer"]);
});

test("[SB25] a call in which the stack ended while a value was read fails, whatever the function made of the error", () => {
  const errors: unknown[] = [];
  const overflowing = () =>
    call((collect) => {
      const deeper = (): void => deeper();
      try {
        collect({ get word() { deeper(); return "never"; } });
      } catch (error) {
        errors.push(error);
      }
    });
  expect(overflowing).toThrow("Maximum call stack size exceeded");
  expect(errors).toMatchObject([{ message: "Maximum call stack size exceeded" }]);
  expect(errors[0], "not the engine's own").toBeInstanceOf(TypeError);
});

test("[SB25] another error of a getter is the function's own, and it may go on", () => {
  const { taken } = call((collect) => {
    expect(() => collect({ get word() { throw new RangeError("mine"); } })).toThrow(new RangeError("mine"));
    collect({ word: "after" });
  });
  expect(taken).toEqual(["after"]);
});
