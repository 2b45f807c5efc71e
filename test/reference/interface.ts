/**
 * What the package exports, as the compiler sees it. The compiler's own interface is used, which it calls unstable, in this
 * file alone: typedoc needs an older compiler beside ours, and api-extractor brings a copy of one.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import { API, type Project, SymbolFlags, type Symbol as TypeSymbol } from 'typescript/unstable/sync';

export interface Door {
  /** `explore`, `explore/check` … */
  readonly name: string;
  /** The docstring at the head of its file. */
  readonly about: string;
  readonly exports: readonly Exported[];
}

export interface Exported {
  readonly name: string;
  readonly kind: 'type' | 'value';
  /** Its docstring; empty when there is none. */
  readonly about: string;
  /** Its declarations without bodies, docstrings of members included. */
  readonly text: string;
  /** Its members that have no docstring. */
  readonly bare: readonly string[];
}

/** What each entry of `exports` in the manifest leads to, in the order of its file. */
export function publicInterface(folder: string): Door[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name: string; readonly exports: Readonly<Record<string, string | { readonly default: string }>> };
  const api = new API({ cwd: folder });
  try {
    const config = join(folder, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`the compiler does not open ${config}`);
    return Object.entries(manifest.exports).flatMap(([path, target]) => {
      if (typeof target === 'string') return [];
      const file = join(folder, target.default.replace(/^\.\/dist\//, '').replace(/\.js$/, '.ts'));
      return [door(project, path.replace('.', manifest.name), file, relative(folder, file))];
    });
  } finally {
    api.close();
  }
}

function door(project: Project, name: string, file: string, shown: string): Door {
  const source = project.program.getSourceFile(file);
  const module = source && project.checker.getSymbolAtLocation(source);
  if (source === undefined || module === undefined) throw new Error(`${shown} is not a module of the project`);
  const [, head = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(source.text) ?? [];
  return {
    name,
    about: plain(head),
    exports: project.checker
      .getExportsOfModule(module)
      .map((symbol) => exported(project, symbol))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function exported({ checker, ...project }: Project, symbol: TypeSymbol): Exported {
  const meant = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const nodes = meant.declarations.flatMap((declaration) => declaration.resolve(project as Project) ?? []);
  const members = meant.flags & SymbolFlags.Interface ? [...meant.getMembers().values()].filter((member) => !(member.flags & SymbolFlags.TypeParameter)) : [];
  return {
    name: symbol.name,
    kind: meant.flags & SymbolFlags.Value ? 'value' : 'type',
    about: checker.getDocumentationCommentOfSymbol(meant),
    text: nodes.map(declarationText).join('\n'),
    bare: members.filter((member) => checker.getDocumentationCommentOfSymbol(member) === '').map((member) => member.name),
  };
}

function declarationText(node: Node): string {
  // A constant is declared by a statement around it.
  const outer = node.kind === SyntaxKind.VariableDeclaration ? node.parent.parent : node;
  const text = outer.getText();
  const body = 'body' in node && node.body ? (node.body as Node) : 'initializer' in node && node.initializer ? (node.initializer as Node) : undefined;
  return (body === undefined ? text : text.slice(0, body.getStart() - outer.getStart())).replace(/\s*=?\s*$/, '').replace(/^export /, '');
}

function plain(comment: string): string {
  return comment.replace(/^\s*\* ?/gm, '').trim();
}
