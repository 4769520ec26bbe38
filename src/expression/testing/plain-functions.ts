import { originalError } from "../../stream/crossing-error.ts";
import { formOf, parseFunction } from "../parse-function.ts";
import type { FunctionForm } from "../parse-function.ts";
import type { CallGuard, FunctionSource, UserFunction } from "../function-source.ts";

/** Form of each text so far: many jobs have the same functions, and every attempt of a subtask compiles them. */
const forms = new Map<string, FunctionForm>();

function knownForm(source: string): FunctionForm {
  const form = forms.get(source) ?? formOf(parseFunction(source));
  forms.set(source, form);
  return form;
}

/** Functions without any wall: for tests that run many jobs in one thread, and as the control of the escape table. Never shipped. */
export const plainFunctions = {
  compile({ source, parameters }: FunctionSource, { convert, attribute, pass }: CallGuard = {}): UserFunction {
    const body = knownForm(source) === "expression" ? `return (\n${source}\n);` : source;
    const made = new Function(...parameters, body) as UserFunction;
    if (convert === undefined && attribute === undefined && pass === undefined) return made;
    return (...args) => {
      try {
        const result = made(...args.map((argument, at) => pass?.[at] === undefined ? argument : pass[at].copy(argument)));
        return convert === undefined ? result : convert(result);
      } catch (thrown) {
        const error = originalError(thrown);
        throw attribute === undefined ? error : attribute(error, args);
      }
    };
  },
};
