/**
 * Stands in for zod in the scripts of task threads: every configuration was checked when the job was compiled, in the control plane or
 * on the page. Building the schemas of all descriptors would be most of a task thread's start. [HB5]
 */
const builders = new Set([
  "object", "string", "number", "boolean", "enum", "literal", "array", "record", "unknown", "union", "discriminatedUnion",
  "optional", "nullable", "default", "min", "max", "int", "positive", "regex", "length", "strict", "meta", "describe", "refine",
  "superRefine", "nonnegative", "nonempty", "tuple", "lazy", "any", "null", "bigint", "check", "trim", "catch", "passthrough",
]);

const standIn: object = new Proxy(
  {},
  {
    get(_target, name) {
      if (typeof name === "symbol") return undefined;
      if (builders.has(name)) return () => standIn;
      throw new Error(`[HB5] a schema's ${name} is not there in the script of a task: check when the job is compiled`);
    },
  },
);

export const z = standIn;
