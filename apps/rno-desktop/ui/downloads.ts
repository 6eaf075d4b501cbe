// The window “Downloads”: how far each is, and ending it.
import { button, make, quietly, speak, spokenLanguage, t, the, wordsOf } from './page.ts';
import { onChange, shell } from './shell-calls.ts';
import type { Download } from './shell-calls.ts';

async function refresh(): Promise<void> {
  const downloads = await shell.downloads();
  the('none', HTMLElement).hidden = downloads.length > 0;
  the('downloads', HTMLElement).replaceChildren(...downloads.map(rowOf));
}

function rowOf(download: Download): HTMLLIElement {
  const { id, file, received, total } = download;
  const what = make('div', { className: 'what' }, make('strong', {}, file));
  const values = { received: bytes(received), total: total === null ? '?' : bytes(total) };
  switch (download.state) {
    case 'running': {
      const bar = make('progress', {
        ariaLabel: file,
        ...(total === null ? {} : { max: total, value: received }),
      });
      what.append(bar, make('small', {}, t('received', values)));
      const cancel = button(t('cancel'), t('cancelNamed', { name: file }), () =>
        shell.cancelDownload({ id }),
      );
      return make('li', {}, what, cancel);
    }
    case 'saved': {
      what.append(make('small', { className: 'good' }, t('saved', values)));
      const show = button(t('show'), t('showNamed', { name: file }), () => shell.showDownload({ id }));
      return make('li', {}, what, show);
    }
    case 'canceled':
      what.append(make('small', {}, t('canceled')));
      return make('li', {}, what);
    case 'failed':
      what.append(make('small', { className: 'bad' }, `${t('failed')} ${wordsOf(download.problem)}`));
      return make('li', {}, what);
  }
}

function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const format = new Intl.NumberFormat(spokenLanguage(), {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power === 0 ? 0 : 1,
  });
  return format.format(count / 1000 ** power);
}

await quietly(async () => {
  speak((await shell.overview()).chosenLanguage);
  document.title = `${t('downloads')} – RenderOnline`;
  await refresh();
});
// Told several times a second: the one that is shown is never older than the last that was told.
let isStale = false;
let isRefreshing = false;
onChange('downloads-changed', () => {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  void quietly(async () => {
    while (isStale) {
      isStale = false;
      await refresh();
    }
  }).finally(() => (isRefreshing = false));
});
