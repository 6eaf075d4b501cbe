// The window “Farms”: which there are, adding one, and lending this computer.
import { askToTrust } from './certificate-dialog.ts';
import { enableLending, showLending } from './lending.ts';
import { attempt, button, make, quietly, say, speak, t, the, wordsOf } from './page.ts';
import { ask } from './question-dialog.ts';
import { onChange, shell } from './shell-calls.ts';
import type { Notice, Overview, Server } from './shell-calls.ts';
import type { Language } from './words/words.ts';

const language = the('language', HTMLSelectElement);

async function refresh(): Promise<void> {
  const overview = await shell.overview();
  speak(overview.chosenLanguage);
  document.title = `${t('farms')} – RenderOnline`;
  language.value = overview.chosenLanguage ?? '';
  showServers(overview.servers);
  showLending(overview);
  the('kept-in', HTMLElement).textContent = t(
    overview.keptIn === 'keychain' ? 'keptInKeychain' : 'keptInFile',
  );
  if (overview.notice !== null) await showNotice(overview.notice, overview);
}

function showServers(servers: readonly Server[]): void {
  the('no-farms', HTMLElement).hidden = servers.length > 0;
  the('farms', HTMLElement).replaceChildren(...servers.map(rowOf));
}

function rowOf(server: Server): HTMLLIElement {
  const { id, name, address, runningTasks } = server;
  const marks = [
    runningTasks > 0 ? make('small', { className: 'good' }, t('runningTasks', { count: runningTasks })) : '',
    server.isReadableByOthers ? make('small', { className: 'bad' }, t('notEncrypted')) : '',
    server.pinned === null ? '' : make('small', { title: server.pinned }, t('pinned')),
  ].filter((mark) => mark !== '');
  const spaced = marks.flatMap((mark) => [' · ', mark]);
  const what = make(
    'div',
    { className: 'what' },
    make('strong', {}, name),
    make('small', {}, address),
    ...spaced,
  );
  const open = button(t('open'), t('openNamed', { name }), () => openFarm(server));
  open.className = 'main';
  const rename = button(t('rename'), t('renameNamed', { name }), async () => {
    const input = { label: t('name'), value: name };
    const newName = await ask({ text: t('renameNamed', { name }), yes: t('save'), input });
    if (newName === undefined) return;
    await shell.renameServer({ id, name: newName });
    await refresh();
  });
  const remove = button(t('remove'), t('removeNamed', { name }), async () => {
    if ((await ask({ text: t('removeQuestion', { name }), yes: t('remove') })) === undefined) return;
    say(t('loggingOut', { name }));
    const removed = await shell.removeServer({ id });
    await refresh();
    if (removed.session === 'goesOn') {
      say(`${t('removedGoesOn', { name })} ${wordsOf(removed.problem)}`, 'bad');
    } else say(t(removed.session === 'ended' ? 'removedEnded' : 'removed', { name }));
  });
  return make('li', {}, what, open, rename, remove);
}

async function openFarm({ id, name }: Server): Promise<void> {
  say(t('opening', { name }));
  const looked = await shell.openServer({ id });
  say('');
  if (looked.state === 'ready' || !(await askToTrust(looked.notice))) return;
  await shell.trustCertificate({ id, fingerprint: looked.notice.certificate.fingerprint });
  await shell.openServer({ id });
}

async function addFarm(address: string, name: string): Promise<void> {
  say(t('looking'));
  const looked = await shell.lookAtAddress({ address });
  say('');
  if (looked.state === 'ready') {
    await shell.addServer({ name, address: looked.address, fingerprint: null });
  } else {
    if (!(await askToTrust(looked.notice))) return;
    const { fingerprint } = looked.notice.certificate;
    await shell.addServer({ name, address: looked.notice.address, fingerprint });
  }
  the('add', HTMLFormElement).reset();
  await refresh();
}

let isShowingNotice = false;

async function showNotice(notice: Notice, { servers }: Overview): Promise<void> {
  if (isShowingNotice) return;
  isShowingNotice = true;
  try {
    switch (notice.kind) {
      case 'unknown-certificate':
      case 'changed-certificate':
        if ((await askToTrust(notice)) && notice.server !== null) {
          await shell.trustCertificate({ id: notice.server, fingerprint: notice.certificate.fingerprint });
          say(t('trusted'));
        }
        break;
      case 'link-without-farm':
        say(
          notice.server === null
            ? t('linkWithoutFarm', { task: notice.taskId })
            : t('linkToUnknownFarm', { task: notice.taskId, farm: notice.server }),
        );
        break;
      case 'not-opened': {
        const name = servers.find(({ id }) => id === notice.server)?.name ?? '';
        say(`${t('notOpened', { name })} ${wordsOf(notice.problem)}`, 'bad');
      }
    }
    await shell.dismissNotice();
  } finally {
    isShowingNotice = false;
  }
}

async function discover(): Promise<void> {
  const none = the('found-none', HTMLElement);
  none.textContent = t('looking');
  const farms = await shell.discover();
  none.textContent = farms.length === 0 ? t('foundNone') : '';
  const rows = farms.map(({ name, address }) => {
    const what = make('div', { className: 'what' }, make('strong', {}, name), make('small', {}, address));
    return make(
      'li',
      {},
      what,
      button(t('add'), `${t('add')}: ${name}`, () => addFarm(address, name)),
    );
  });
  the('found', HTMLElement).replaceChildren(...rows);
}

language.addEventListener('change', () => {
  const chosen = language.value === '' ? null : (language.value as Language);
  void attempt(async () => {
    await shell.setLanguage({ chosen, system: navigator.language });
    await refresh();
  });
});
the('add', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const { value: address } = the('address', HTMLInputElement);
  const { value: name } = the('name', HTMLInputElement);
  const submit = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
  void attempt(() => addFarm(address, name), submit);
});
const lookAgain = the('look-again', HTMLButtonElement);
lookAgain.addEventListener('click', () => {
  void attempt(discover, lookAgain);
});
the('licences', HTMLButtonElement).addEventListener('click', () => {
  void attempt(() => shell.showLicences());
});
enableLending(refresh);
onChange('changed', () => {
  void quietly(refresh);
});
speak(null);
await quietly(async () => {
  await refresh();
  // The shell speaks the web view's language, unless one was chosen.
  const chosen = language.value === '' ? null : (language.value as Language);
  await shell.setLanguage({ chosen, system: navigator.language });
});
await quietly(discover);
