// Everything that people read comes from the catalogues: text in a component would be English for everybody.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const source = join(import.meta.dirname, '..');
const shownAttributes = new Set([
  'alt',
  'aria-label',
  'description',
  'error',
  'label',
  'placeholder',
  'title',
]);
const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text);

function literalsOf(path: string): string[] {
  const text = readFileSync(join(source, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (node: ts.Node, words: string): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    if (hasWords(words)) found.push(`${path}:${line + 1}: ${words.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    else if (ts.isJsxExpression(node) && ts.isJsxElement(node.parent) && node.expression !== undefined) {
      if (ts.isStringLiteralLike(node.expression)) note(node, node.expression.text);
    } else if (ts.isJsxAttribute(node) && shownAttributes.has(node.name.getText())) {
      if (node.initializer !== undefined && ts.isStringLiteral(node.initializer)) {
        note(node, node.initializer.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test('no component has a text of its own', () => {
  const components = globSync('**/*.tsx', { cwd: source });
  assert.ok(components.length > 0);
  assert.deepEqual(components.flatMap(literalsOf), []);
});
