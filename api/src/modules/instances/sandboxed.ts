export { plainDiagram } from './plain-diagram.ts';
