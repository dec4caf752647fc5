// Where the decomposition's names are; all of it lives in design/, which the graph of the model may see too.
export {
  type Decomposition,
  type DecompositionColumn,
  type DecompositionRequest,
  decompositionColumns,
  type FactorSeries,
} from "../../design/decomposition.ts";
export { fitDecomposition } from "../../design/fit-decomposition.ts";
