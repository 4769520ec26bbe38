import { generatedFunction } from "./generated-function.ts";
import { withGeneratedCode } from "./row-class.ts";

/**
 * `factory` compiled once more: the closures it makes share their code, and with it what the engine has learned about their calls,
 * with no others. Operators are a few closures used in many places; without a copy of their own the calls between them look
 * different each time and are never inlined. `factory` may refer to nothing but its parameters. [CD10]
 */
export function ownCopy<Factory extends (...dependencies: never[]) => unknown>(factory: Factory): Factory {
  return withGeneratedCode(
    () => generatedFunction<Factory>([], `return (${factory.toString()});`)(),
    () => factory,
  );
}
