/** The state graph of a model, or its projection: what there is to be drawn. */
export { type GraphEdge, isMarked, mostDrawn, type StateGraph, stateGraph } from './graph.js';
