import { useEffect, useState } from "react";
import type { FunctionForm, parseFunction } from "../../expression/parse-function.ts";

/**
 * Form of a function's text, so that its author sees which one it was taken for; undefined for a text that is neither, and until the
 * parser is there, which is loaded behind the first picture. [SB11]
 */
export function useFunctionForm(source: string): FunctionForm | undefined {
  const [parse, setParse] = useState<typeof parseFunction>();
  useEffect(() => {
    let current = true;
    void import("../../expression/parse-function.ts").then((module) => {
      if (current) setParse(() => module.parseFunction);
    });
    return () => {
      current = false;
    };
  }, []);
  const parsed = parse?.(source);
  return parsed && "form" in parsed ? parsed.form : undefined;
}
