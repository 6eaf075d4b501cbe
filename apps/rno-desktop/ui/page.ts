import type { Problem } from './shell-calls.ts';
import type { Words } from './words/en.ts';
import { isKey, languageOf, textIn } from './words/words.ts';
import type { Language } from './words/words.ts';

let language: Language = languageOf(navigator.languages);

/** A text in the page's language. */
export function t(key: keyof Words, values: Readonly<Record<string, string | number>> = {}): string {
  return textIn(language, key, values);
}

/** Shows everything that stands in the page in a language; null: the system's. */
export function speak(chosen: Language | null): void {
  language = chosen ?? languageOf(navigator.languages);
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const key = element.dataset['word'] ?? '';
    if (isKey(key)) element.textContent = t(key);
  }
}

/** The language that is spoken, as a tag. */
export function spokenLanguage(): Language {
  return language;
}

/** The element of this id. */
export function the<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}`);
  return element;
}

/** Makes an element; children that are strings become text and never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** A button; `label` says to screen readers what it acts on. */
export function button(text: string, label: string, act: () => Promise<unknown>): HTMLButtonElement {
  const element = make('button', { type: 'button', ariaLabel: label }, text);
  element.addEventListener('click', () => {
    void attempt(act, element);
  });
  return element;
}

/** Does what a person asked for, with the button off meanwhile, and says in plain words when it does not work. */
export async function attempt(act: () => Promise<unknown>, source?: HTMLButtonElement): Promise<void> {
  say('');
  if (source !== undefined) source.disabled = true;
  await quietly(act);
  if (source !== undefined) source.disabled = false;
}

/** Does what nobody asked for: what was said before stays, unless this does not work. */
export async function quietly(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    say(wordsOf(error), 'bad');
  }
}

/** Says something at the top of the page, to screen readers too. */
export function say(text: string, kind: '' | 'bad' = ''): void {
  const status = the('status', HTMLElement);
  status.className = `status ${kind}`;
  status.textContent = text;
}

/** A problem in plain words, with the detail for whoever wants to know. */
export function wordsOf(error: unknown): string {
  const { code, detail } = isProblem(error) ? error : { code: '', detail: String(error) };
  if (!isKey(code)) return t('unexpected', { detail: `${code} ${detail}`.trim() });
  return detail === '' ? t(code) : `${t(code)} (${detail})`;
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
