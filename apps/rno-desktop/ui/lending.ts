import { attempt, make, t, the } from './page.ts';
import { shell } from './shell-calls.ts';
import type { Lending, Overview, Server } from './shell-calls.ts';

/** Lets the switch, the form and the button do what they say. */
export function enableLending(refresh: () => Promise<void>): void {
  const lend = the('lend', HTMLButtonElement);
  lend.addEventListener('click', () => {
    const isOn = lend.ariaChecked === 'true';
    void attempt(async () => {
      await (isOn ? shell.stopLending() : shell.lend({ id: null, code: null }));
      await refresh();
    }, lend);
  });
  const code = the('join-code', HTMLInputElement);
  the('join', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(async () => {
      await shell.lend({ id: the('join-farm', HTMLSelectElement).value, code: code.value });
      code.value = '';
      await refresh();
    });
  });
  const choose = the('choose-program', HTMLButtonElement);
  choose.addEventListener('click', () => {
    void attempt(async () => {
      await shell.chooseProgram();
      await refresh();
    }, choose);
  });
}

/** Shows whether this computer is lent. */
export function showLending({ lending, servers }: Overview): void {
  const lend = the('lend', HTMLButtonElement);
  lend.ariaChecked = String(lending.state === 'on');
  lend.disabled = lending.state === 'stopping';
  the('lend-state', HTMLElement).textContent = stateOf(lending);
  const lines = the('lend-lines', HTMLElement);
  lines.hidden = lending.state !== 'ended' || lending.lines.length === 0;
  lines.textContent = lending.state === 'ended' ? lending.lines.join('\n') : '';
  the('program', HTMLElement).textContent = lending.program ?? t('programNone');
  offer(servers);
}

function offer(servers: readonly Server[]): void {
  const select = the('join-farm', HTMLSelectElement);
  const chosen = select.value;
  select.replaceChildren(...servers.map(({ id, name }) => make('option', { value: id }, name)));
  if (servers.some(({ id }) => id === chosen)) select.value = chosen;
}

function stateOf(lending: Lending): string {
  switch (lending.state) {
    case 'off':
      return t('lendOff');
    case 'on':
      return t('lendOn');
    case 'stopping':
      return t('lendStopping');
    case 'ended':
      return t('lendEnded', { code: lending.code ?? '–' });
  }
}
