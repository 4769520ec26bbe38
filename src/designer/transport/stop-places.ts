import { headOfChain, toSubtaskIndex } from "../../stream/indices.ts";
import type { SubtaskIndex, TaskIndex } from "../../stream/indices.ts";
import type { Field } from "../../stream/logical-type.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { RunShape, TopologyChannel } from "../../observe/event.ts";
import { fieldsOfSchema } from "../../observe/field-test.ts";
import type { ComparisonOperator } from "../../observe/field-test.ts";
import type { StopCondition, StopPlace } from "../../observe/stop-condition.ts";
import type { Translate } from "../i18n/use-text.ts";
import type { Selection } from "../workspace/workspace.ts";

/** Where a breakpoint stands that is set now: at the selected channel, subtask, operator or edge. */
export function selectedPlace(selection: Selection, shape: RunShape | undefined): StopPlace | undefined {
  const { subtask, channel, operators, edges } = selection;
  const { topology, origins } = shape ?? {};
  const ends = channel === undefined ? undefined : topology?.channels[channel];
  const indexOf = (one: TaskIndex): SubtaskIndex => topology?.subtasks[one]?.index ?? toSubtaskIndex(0);
  if (ends) return { edge: origins?.edges[ends.edge] ?? "", from: indexOf(ends.from), to: indexOf(ends.to) };
  const [operator] = operators;
  const owner = subtask === undefined ? undefined : topology?.subtasks[subtask];
  if (owner) {
    const chain = topology?.vertices[owner.vertex]?.operators.map(({ node }) => origins?.nodes[node]);
    const there = chain?.find((drawn) => drawn === operator) ?? chain?.[headOfChain];
    if (there !== undefined) return { operator: there, index: owner.index };
  }
  if (operator !== undefined) return { operator };
  const [edge] = edges;
  return edge === undefined ? undefined : { edge };
}

/** A place in words, by the names of the document. */
export function placeText(place: StopPlace, { operators, edges }: Pick<JobDocument, "operators" | "edges">, text: Translate): string {
  const nameOf = (id: string | undefined, index: SubtaskIndex | undefined): string => {
    const name = operators.find((operator) => operator.id === id)?.name ?? id ?? "";
    return index === undefined ? name : text("subtask.name", { name, index });
  };
  if ("operator" in place) return nameOf(place.operator, place.index);
  const edge = edges.find(({ id }) => id === place.edge);
  return text("stop.edge", { from: nameOf(edge?.from.operator, place.from), to: nameOf(edge?.to.operator, place.to) });
}

/** A condition in words. */
export function conditionText(
  { event, place, key = "none", field }: StopCondition,
  document: Pick<JobDocument, "operators" | "edges">,
  text: Translate,
): string {
  return text("stop.at", {
    what: text(`stopWhat.${event}`),
    key,
    field: field ? `${field.field} ${comparisonText(field.is, text)} ${field.value}` : "none",
    place: place ? placeText(place, document, text) : "none",
  });
}

const signs: { readonly [is in ComparisonOperator]?: string } = { "!=": "≠", "<=": "≤", ">=": "≥" };

export const comparisonText = (is: ComparisonOperator, text: Translate): string =>
  is === "contains" ? text("stop.contains") : (signs[is] ?? is);

/** The fields that records have there, in the order of the channels; of two of one name the first. */
export function fieldsAt(shape: RunShape | undefined, place: StopPlace | undefined): readonly Field[] {
  if (!shape) return [];
  const { topology: { channels, subtasks, vertices }, origins } = shape;
  const isThere = ({ to, from, edge }: TopologyChannel): boolean => {
    if (!place) return true;
    if ("edge" in place) return origins.edges[edge] === place.edge;
    const runs = (subtask: TaskIndex): boolean =>
      vertices[subtasks[subtask]?.vertex ?? -1]?.operators.some(({ node }) => origins.nodes[node] === place.operator) === true;
    return runs(to) || runs(from);
  };
  const schemas = new Set(channels.filter(isThere).map(({ schemaText }) => schemaText));
  const fields = [...schemas].flatMap((schema) => fieldsOfSchema(schema));
  return fields.filter(({ name }, at) => fields.findIndex((field) => field.name === name) === at);
}
