/** Strongly connected components by Tarjan 1972, with its recursion written out. One to which another leads comes before that other. */
export function stronglyConnected<Node>(nodes: readonly Node[], successors: (node: Node) => readonly Node[]): Node[][] {
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const onStack = new Set<Node>();
  const stack: Node[] = [];
  const components: Node[][] = [];
  for (const root of nodes) {
    if (index.has(root)) continue;
    const path: { readonly node: Node; readonly rest: Node[] }[] = [];
    const visit = (node: Node) => {
      index.set(node, index.size);
      low.set(node, index.get(node) as number);
      stack.push(node);
      onStack.add(node);
      path.push({ node, rest: [...successors(node)] });
    };
    const lower = (node: Node, to: number) => low.set(node, Math.min(low.get(node) as number, to));
    visit(root);
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { node, rest } = frame;
      const target = rest.pop();
      if (target !== undefined) {
        if (!index.has(target)) visit(target);
        else if (onStack.has(target)) lower(node, index.get(target) as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent.node, low.get(node) as number);
      if (low.get(node) !== index.get(node)) continue;
      const component = stack.splice(stack.indexOf(node));
      for (const member of component) onStack.delete(member);
      components.push(component);
    }
  }
  return components;
}
