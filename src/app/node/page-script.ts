import type { Plugin } from "vite";

const authored = /\/src\/(?:operators|connectors)\/[^?]*\.ts$/;
/** What makes the running parts of an operator, a source or a sink, as `runtime/api.ts` names them. */
const factories: ReadonlySet<string> = new Set(["createOperator", "createEnumerator", "createReader", "createWriter", "createCommitter"]);

interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly name?: string };
}

/**
 * For the page: what draws and compiles a job needs the descriptors of its parts, but nothing that runs them. Their factories are cut
 * out, and with them goes all that only they use. Jobs run in workers, whose scripts have them.
 */
export function withoutFactories(): Plugin {
  return {
    name: "weir-without-factories",
    apply: "build",
    enforce: "post",
    transform(code, id) {
      if (!authored.test(id)) return null;
      const cuts = propertiesOf(this.parse(code)).filter(([property]) => factories.has(property.key?.name ?? ""));
      if (cuts.length === 0) return null;
      let rest = code;
      for (const [property, next] of cuts.toSorted(([one], [other]) => other.start - one.start)) {
        rest = rest.slice(0, property.start) + rest.slice(next?.start ?? property.end);
      }
      return { code: rest, map: null };
    },
  };
}

/** Properties of all object literals in a tree, each with the one behind it. */
function propertiesOf(node: unknown): readonly (readonly [property: Syntax, next: Syntax | undefined])[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap(propertiesOf);
  if (!("type" in node) || node.type !== "ObjectExpression" || !("properties" in node)) return below;
  const properties = node.properties as readonly Syntax[];
  return [...properties.map((property, index) => [property, properties[index + 1]] as const), ...below];
}
