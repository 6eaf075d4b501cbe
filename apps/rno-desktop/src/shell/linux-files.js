// In every page of a farm on Linux, before its own scripts. WebKitGTK asks for files where a page wants a folder, and
// gives pages nothing of what is dropped onto them; see linux_files.rs, which answers in its place.
(() => {
  'use strict';
  const say = () => window.webkit?.messageHandlers?.renderonlineFolder?.postMessage('');
  const { click } = HTMLInputElement.prototype;
  /** Where in their folder the files are that the shell hands over next. */
  let paths = [];
  const placed = (files) => {
    [...files].forEach((file, index) => {
      const path = paths[index] ?? '';
      if (path.includes('/')) Object.defineProperty(file, 'webkitRelativePath', { value: path });
    });
    paths = [];
  };

  /** Inputs that want a folder and are asked about files meanwhile: WebKitGTK resolves no folders. */
  const asking = new WeakSet();
  const isForFolder = (input) =>
    input instanceof HTMLInputElement &&
    input.type === 'file' &&
    (input.webkitdirectory || asking.has(input));
  const prepare = (input) => {
    say();
    input.webkitdirectory = false;
    if (asking.has(input)) return;
    asking.add(input);
    // Before those of the page, which find everything as they know it.
    const end = () => {
      asking.delete(input);
      input.webkitdirectory = true;
      placed(input.files);
    };
    input.addEventListener('change', end, { capture: true, once: true });
  };

  addEventListener('click', ({ target }) => isForFolder(target) && prepare(target), { capture: true });
  // Inputs that are in no document tell it of no click.
  for (const name of ['click', 'showPicker']) {
    const original = HTMLInputElement.prototype[name];
    if (typeof original !== 'function') continue;
    HTMLInputElement.prototype[name] = function () {
      if (isForFolder(this) && (name === 'showPicker' || !this.isConnected)) prepare(this);
      return original.call(this);
    };
  }

  /** As the DataTransfer of a drag with files, which no script can make. */
  const transferOf = (files, items) => ({
    types: ['Files'],
    files,
    items,
    dropEffect: 'copy',
    effectAllowed: 'all',
    getData: () => '',
    setData() {},
    clearData() {},
    setDragImage() {},
  });

  const fileEntry = (file, fullPath) => ({
    isFile: true,
    isDirectory: false,
    name: file.name,
    fullPath,
    file: (resolve) => resolve(file),
  });
  const folderEntry = (name, fullPath, children) => ({
    isFile: false,
    isDirectory: true,
    name,
    fullPath,
    createReader() {
      let rest = [...children.values()];
      return { readEntries: (resolve) => resolve(rest.splice(0, 100)) };
    },
  });

  /** What was dropped: files, and folders with what is in them. */
  const entriesOf = (files) => {
    const top = new Map();
    for (const file of files) {
      const names = (file.webkitRelativePath || file.name).split('/');
      let folder = top;
      names.forEach((name, depth) => {
        const path = '/' + names.slice(0, depth + 1).join('/');
        if (depth === names.length - 1) {
          folder.set(name, { entry: fileEntry(file, path), file });
          return;
        }
        if (!folder.has(name)) {
          const children = new Map();
          const entries = { values: () => [...children.values()].map(({ entry }) => entry) };
          folder.set(name, { entry: folderEntry(name, path, entries), children });
        }
        folder = folder.get(name).children ?? new Map();
      });
    }
    return [...top.values()];
  };

  const dispatch = (type, target, x, y, transfer) => {
    const options = { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y };
    const event = new DragEvent(type, options);
    Object.defineProperty(event, 'dataTransfer', { value: transfer });
    target.dispatchEvent(event);
  };

  const pending = () => transferOf([], [{ kind: 'file', type: '', getAsFile: () => null }]);
  let under = null;
  const move = (target, x, y) => {
    if (target === under) return;
    if (target !== null) dispatch('dragenter', target, x, y, pending());
    if (under !== null) dispatch('dragleave', under, x, y, pending());
    under = target;
  };
  const at = (x, y) => document.elementFromPoint(x, y) ?? document.documentElement;

  /** What is asked for a drop's files: nothing else would keep them until they are answered. */
  const waiting = new Set();
  const files = {
    over(x, y) {
      const target = at(x, y);
      move(target, x, y);
      dispatch('dragover', target, x, y, pending());
    },
    leave: () => move(null, 0, 0),
    paths: (list) => {
      paths = list;
    },
    drop(x, y) {
      const target = at(x, y);
      move(target, x, y);
      under = null;
      const input = document.createElement('input');
      waiting.add(input);
      Object.assign(input, { type: 'file', multiple: true });
      const answer = () => {
        waiting.delete(input);
        placed(input.files);
        const chosen = [...input.files];
        const items = entriesOf(chosen).map(({ entry, file }) => ({
          kind: 'file',
          type: file?.type ?? '',
          getAsFile: () => file ?? null,
          webkitGetAsEntry: () => entry,
        }));
        dispatch('drop', target, x, y, transferOf(chosen, items));
      };
      input.addEventListener('change', answer, { once: true });
      click.call(input);
    },
  };
  Object.defineProperty(window, '__renderonlineFiles', { value: Object.freeze(files) });
})();
