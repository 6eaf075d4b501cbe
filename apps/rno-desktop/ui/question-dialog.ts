import { t, the } from './page.ts';

interface Question {
  readonly text: string;
  /** The button that does it. */
  readonly yes: string;
  /** Asks for a text, too. */
  readonly input?: { readonly label: string; readonly value: string };
}

/** Asks; the text that was typed (or an empty one), undefined when it was canceled. */
export function ask({ text, yes, input }: Question): Promise<string | undefined> {
  const dialog = the('question', HTMLDialogElement);
  const field = the('question-input', HTMLInputElement);
  the('question-text', HTMLElement).textContent = text;
  the('question-label', HTMLElement).textContent = input?.label ?? t('name');
  the('question-input-label', HTMLElement).hidden = input === undefined;
  field.value = input?.value ?? '';
  field.required = input !== undefined;
  the('question-yes', HTMLButtonElement).textContent = yes;
  dialog.returnValue = '';
  return new Promise((resolve) => {
    dialog.onclose = () => {
      resolve(dialog.returnValue === 'yes' ? field.value : undefined);
    };
    dialog.showModal();
    if (input !== undefined) field.select();
  });
}
