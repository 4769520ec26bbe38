import { nameProblem, schemaNameProblem } from "../stream/field-names.ts";
import type { NameProblem } from "../stream/field-names.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { OutputPort } from "./descriptor.ts";
import type { Diagnostic } from "./diagnostic.ts";

/**
 * The one check of names that become names of columns and outputs, wherever an operator takes them from: its configuration, its key,
 * or words of its own. [CD13]
 */
export function checkNames(
  ports: readonly OutputPort[],
  outputs: Readonly<Record<string, Schema>>,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const { name } of ports) {
    const problem = nameProblem(name) ?? (seen.has(name) ? "twice" : undefined);
    if (problem !== undefined) found.push(nameDiagnostic({ name, problem }, "output"));
    seen.add(name);
  }
  for (const { name } of ports) {
    const schema = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    const wrong = schema && schemaNameProblem(schema);
    if (wrong !== undefined) found.push(nameDiagnostic(wrong, "field"));
  }
  return found;
}

const nouns = { field: "fields of the result", output: "outputs", state: "states" } as const;

/** What to say of a name that cannot be; `field` is the place in the configuration where it stands. */
export function nameDiagnostic({ name, problem }: NameProblem, of: keyof typeof nouns, field?: string): Diagnostic {
  const place = field === undefined ? {} : { field };
  if (problem === "twice") {
    const message = `Two ${nouns[of]} are called "${name}"; rename one.`;
    return { severity: "error", code: `operator.${of}-twice`, message, values: { field: name }, ...place };
  }
  const message =
    problem === "empty"
      ? `Each of the ${nouns[of]} needs a name.`
      : `"${name}" cannot be the name of one of the ${nouns[of]}: rows use it themselves. Choose another name.`;
  return { severity: "error", code: `operator.name-${problem}`, message, values: { name }, ...place };
}

/** Problems of the names of the states that a function declares in `field`. [CD13] */
export function stateNameProblems(states: readonly { readonly name: string }[], field: string): readonly Diagnostic[] {
  const seen = new Set<string>();
  return states.flatMap(({ name }, index): readonly Diagnostic[] => {
    const problem = nameProblem(name) ?? (seen.has(name) ? "twice" : undefined);
    seen.add(name);
    return problem === undefined ? [] : [nameDiagnostic({ name, problem }, "state", `${field}.${index}.name`)];
  });
}
