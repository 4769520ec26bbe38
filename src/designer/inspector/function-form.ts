import { useEffect, useState } from "react";
import type { FunctionForm } from "../../expression/parse-function.ts";

/** Form of a function's text, once the parser is there: it is loaded behind the first picture. [SB11] */
export function useFunctionForm(source: string): FunctionForm | undefined {
  const [formOf, setFormOf] = useState<(source: string) => FunctionForm>();
  useEffect(() => {
    let current = true;
    void import("../../expression/parse-function.ts").then((module) => {
      if (current) setFormOf(() => module.formOf);
    });
    return () => {
      current = false;
    };
  }, []);
  return formOf?.(source);
}
