import { describe, expect, it } from 'vitest';
import { applyEdits } from '../load/generate-script.js';
import { classShape } from './class-shape.js';
import { parseFunction } from './source-text.js';

function changed(text: string): string {
  const source = parseFunction(text);
  if (source?.node.type !== 'ClassExpression') throw new Error(`not a class: ${text}`);
  return applyEdits(text, classShape(source, source.node).edits(3));
}

describe('the text of a class that is evaluated again', () => {
  it('stays as it is when nothing would run', () => {
    const text = 'class A { x = 1; m() { return this.x; } static s() {} }';
    expect(changed(text)).toBe(text);
  });

  it('has its superclass given from outside', () => {
    expect(changed('class A extends mixin(B) {}')).toBe('class A extends $lithops.base {}');
  });

  it('runs no static block and no static initialiser, and keeps its lines', () => {
    const text = 'class A {\n  static x = run();\n  static {\n    run();\n  }\n  m() {}\n}';
    const result = changed(text);
    expect(result).not.toContain('run');
    expect(result.split('\n').length).toBe(text.split('\n').length);
    expect(result.split('\n')[5]).toBe('  m() {}');
  });

  it('takes computed names from the live class, well-known symbols as they are', () => {
    expect(changed('class A { [key]() {} [Symbol.iterator]() {} }')).toBe(
      'class A { [$lithops.key(3,0)]() {} [Symbol.iterator]() {} }',
    );
  });

  it('guards constructor and initialisers when instances carry private fields', () => {
    const result = changed('class A { #x = run(); constructor() { start(); } }');
    expect(result).toContain('#x = $lithops.reviving?void 0:(run())');
    expect(result).toContain('constructor() {if($lithops.reviving)return; start(); }');
    expect(result).toContain('"#x":(o,v)=>{o.#x=v}');
  });

  it('calls super in the guard of a derived class', () => {
    expect(changed('class A extends B { #x; constructor() { super(); } }')).toContain(
      '{if($lithops.reviving)return super();',
    );
  });

  it('may end with a field that no semicolon follows', () => {
    expect(changed('class A { #x = 1; y = 2 }')).toMatch(/y = 2 ;static\{/);
  });
});
