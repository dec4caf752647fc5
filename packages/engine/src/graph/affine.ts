// Takes a node apart into the part free of some parameters and one column per parameter element it is linear in.
import { add, multiply } from "./elementwise.ts";
import type { GraphBuilder, Node, OperationNode, ParameterNode } from "./graph.ts";
import { matrixVector } from "./reductions.ts";

/** One scalar element of a parameter. */
export interface ParameterElement {
  readonly parameter: ParameterNode;
  readonly index: number;
}

export interface Column {
  readonly element: ParameterElement;
  /** Multiplies the element; free of every parameter taken apart. */
  readonly coefficient: Node;
}

/** node = offset + Σ element · coefficient; a null offset is zero. */
export interface AffineForm {
  readonly offset: Node | null;
  readonly columns: readonly Column[];
}

/** The node is not affine in these parameters together. */
interface Conflict {
  readonly parameters: ReadonlySet<ParameterNode>;
}

/**
 * The affine form of `node` in as many of the candidate parameters as it is linear in. Where a product of two candidates or a
 * nonlinear function stands in the way, the parameters in its way are left out.
 */
export function decompose(graph: GraphBuilder, node: Node, candidates: readonly ParameterNode[]): AffineForm {
  let chosen = new Set(candidates);
  for (;;) {
    const attempt = new Decomposition(graph, chosen).of(node);
    if ("offset" in attempt) return attempt;
    chosen = new Set([...chosen].filter((parameter) => !attempt.parameters.has(parameter)));
  }
}

class Decomposition {
  readonly #graph: GraphBuilder;
  readonly #chosen: ReadonlySet<ParameterNode>;
  readonly #done = new Map<number, AffineForm | Conflict>();

  constructor(graph: GraphBuilder, chosen: ReadonlySet<ParameterNode>) {
    this.#graph = graph;
    this.#chosen = chosen;
  }

  of(node: Node): AffineForm | Conflict {
    const known = this.#done.get(node.id);
    if (known !== undefined) return known;
    const form = this.#compute(node);
    this.#done.set(node.id, form);
    return form;
  }

  #compute(node: Node): AffineForm | Conflict {
    if (node.kind === "constant") return { offset: node, columns: [] };
    if (node.kind === "parameter") {
      return this.#chosen.has(node) ? this.#unitColumns(node) : { offset: node, columns: [] };
    }
    const forms: AffineForm[] = [];
    for (const input of node.inputs) {
      const form = this.of(input);
      if (!("offset" in form)) return form;
      forms.push(form);
    }
    if (forms.every((form) => form.columns.length === 0)) return { offset: node, columns: [] };
    return this.#throughOperation(node, forms);
  }

  #unitColumns(node: ParameterNode): AffineForm {
    const columns = Array.from({ length: node.length }, (_, index) => {
      const unit = new Float64Array(node.length);
      unit[index] = 1;
      return { element: { parameter: node, index }, coefficient: this.#graph.constant(unit) };
    });
    return { offset: null, columns };
  }

  #throughOperation(node: OperationNode, forms: readonly AffineForm[]): AffineForm | Conflict {
    const { linearity } = node.operation;
    if (linearity === undefined) return conflict(forms);
    if (linearity === "jointly") return this.#jointly(node, forms);
    const dependent = forms.flatMap((form, index) => (form.columns.length === 0 ? [] : [index]));
    // Of a product of two candidates one stays: the one that brings most parameters.
    const kept = dependent.reduce((best, index) =>
      forms[index].columns.length > forms[best].columns.length ? index : best,
    );
    const allowed = linearity === "each" || kept === 0;
    if (dependent.length === 1 && allowed) return this.#inOneInput(node, forms, kept);
    return conflict(forms.filter((_, index) => index !== kept || !allowed));
  }

  #jointly(node: OperationNode, forms: readonly AffineForm[]): AffineForm {
    if (node.operation === add) return this.#sum(node, forms);
    const zeros: Node[] = node.inputs.map((input) => this.#graph.constant(new Float64Array(input.length)));
    const offset = forms.every((form) => form.offset === null)
      ? null
      : this.#graph.apply(node.operation, ...forms.map((form, index) => form.offset ?? zeros[index]));
    const columns = forms.flatMap((form, index) =>
      form.columns.map(({ element, coefficient }) => ({
        element,
        coefficient: this.#graph.apply(node.operation, ...zeros.with(index, coefficient)),
      })),
    );
    return { offset, columns: this.#merged(columns) };
  }

  /** A sum without the zeros that the general rule would add. */
  #sum(node: OperationNode, forms: readonly AffineForm[]): AffineForm {
    const whole = (part: Node): Node =>
      part.length === node.length
        ? part
        : this.#graph.apply(add, part, this.#graph.constant(new Float64Array(node.length)));
    const offsets = forms.flatMap((form) => (form.offset === null ? [] : [form.offset]));
    const columns = forms.flatMap((form) =>
      form.columns.map(({ element, coefficient }) => ({ element, coefficient: whole(coefficient) })),
    );
    return {
      offset: offsets.length === 0 ? null : whole(offsets.reduce((total, each) => this.#graph.apply(add, total, each))),
      columns: this.#merged(columns),
    };
  }

  #inOneInput(node: OperationNode, forms: readonly AffineForm[], position: number): AffineForm {
    const applied = (replacement: Node): Node => {
      const inputs = node.inputs.map((input, index) => (index === position ? replacement : input));
      const [a, b] = inputs;
      if (node.operation === multiply && isOne(a) && b.length === node.length) return b;
      if (node.operation === multiply && isOne(b) && a.length === node.length) return a;
      if (node.operation === matrixVector && a.kind === "constant") {
        const column = unitPlace(b);
        if (column >= 0) return this.#graph.constant(a.values.slice(column * node.length, (column + 1) * node.length));
      }
      return this.#graph.apply(node.operation, ...inputs);
    };
    const { offset, columns } = forms[position];
    return {
      offset: offset === null ? null : applied(offset),
      columns: columns.map(({ element, coefficient }) => ({ element, coefficient: applied(coefficient) })),
    };
  }

  /** Columns of the same element added up. */
  #merged(columns: readonly Column[]): Column[] {
    const merged: Column[] = [];
    for (const column of columns) {
      const at = merged.findIndex((each) => sameElement(each.element, column.element));
      if (at < 0) merged.push(column);
      else {
        const coefficient = this.#graph.apply(add, merged[at].coefficient, column.coefficient);
        merged[at] = { element: column.element, coefficient };
      }
    }
    return merged;
  }
}

function sameElement(a: ParameterElement, b: ParameterElement): boolean {
  return a.parameter === b.parameter && a.index === b.index;
}

function conflict(forms: readonly AffineForm[]): Conflict {
  return {
    parameters: new Set(forms.flatMap((form) => form.columns.map((column) => column.element.parameter))),
  };
}

/** Where a constant vector has its one, all else being zero; −1 for any other node. */
function unitPlace(node: Node): number {
  if (node.kind !== "constant") return -1;
  const place = node.values.indexOf(1);
  return node.values.every((value, index) => value === (index === place ? 1 : 0)) ? place : -1;
}

function isOne(node: Node): boolean {
  return node.kind === "constant" && node.values.every((value) => value === 1);
}
