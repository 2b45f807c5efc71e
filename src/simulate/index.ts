/** Random walks through a model: violations with short runs, and what was covered. And the random numbers behind them. */
export { type Random, randomOf } from './random.js';
export { type Finding, type Projected, type Simulation, type SimulationProgress, simulate } from './simulate.js';
export type { Uniform } from './walk.js';
