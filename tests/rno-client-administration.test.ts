// Administration in RNOClient: a user who is added logs in, an engine that is made renders, what is unsaved is asked about.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startPainterFarm, type PainterFarm } from '../apps/cli/src/testing/painter-farm.ts';
import { until } from './support/program.ts';
import { assertAccessible } from './support/rno-client/accessibility.ts';
import { useBrowser } from './support/rno-client/browser.ts';

describe('administration', () => {
  const browser = useBrowser();
  let folder: string;
  let farm: PainterFarm;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-administration-'));
    farm = await startPainterFarm(folder);
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  test('a user who is added by keyboard alone logs in with the token, and is told that this is not for them', async () => {
    const page = await browser.open(farm, '/administration');
    await page.getByRole('table', { name: 'Users' }).getByText(farm.email).waitFor();
    assert.match(page.url(), /\/administration\/users$/);
    await page.keyboard.press('a');
    const form = page.getByRole('dialog', { name: 'Add a user' });
    await form.getByRole('textbox', { name: 'E-mail' }).waitFor();
    await assertAccessible(page);
    await page.keyboard.type('grace@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Grace');
    await page.keyboard.press('Enter');
    const token = await page.getByRole('dialog').getByLabel('Token', { exact: true }).innerText();
    await page.locator('button:focus', { hasText: 'I have kept it' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('row', { name: 'Grace' }).getByText('grace@example.com').waitFor();

    const theirs = await browser.open(
      { ...farm, email: 'grace@example.com', token },
      '/administration/users',
    );
    await theirs.getByRole('heading', { name: 'This is for administrators' }).waitFor();
    await theirs.context().close();

    // Who is locked out cannot come back; the last administrator stays one.
    await page.getByRole('button', { name: 'Actions for Grace' }).click();
    await page.getByRole('menuitem', { name: 'Lock out' }).click();
    await page.getByRole('row', { name: 'Grace' }).getByText('Locked out').waitFor();
    await assert.rejects(browser.open({ ...farm, email: 'grace@example.com', token }), /401/);
    await page.getByRole('row', { name: farm.email }).getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Change' }).click();
    await page.getByRole('combobox', { name: 'Role' }).selectOption('User');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('Nobody would be left who administers the farm').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('textbox', { name: 'Search' }).fill('grace');
    await until('one row', async () => (await page.getByRole('row').count()) === 2);
    await assertAccessible(page);
    await page.context().close();
  });

  test('an engine that is made in the editor renders a task', async () => {
    const page = await browser.open(farm, '/administration/engines');
    await page.getByRole('button', { name: 'Add an engine' }).click();
    await page.getByRole('combobox', { name: 'Begin with' }).selectOption('povray (.pov)');
    const template = page.getByRole('textbox', { name: 'Template' });
    assert.match(await template.inputValue(), /RENDERONLINE:@uploaded_file/);
    await page.getByRole('textbox', { name: 'Name' }).fill('painter');
    await page.getByRole('textbox', { name: 'Extension' }).fill('.oil');
    await template.fill('--frames "$RENDERONLINE:opening_frame');
    await page.getByText('The quote " is never closed.').waitFor();
    await page.getByRole('button', { name: 'Add the type opening_frame' }).waitFor();
    await assertAccessible(page);
    await template.fill(
      '--frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame --frame-ms $RENDERONLINE:frame_ms? ' +
        '--write $RENDERONLINE:@output_directory/frame_####.png $RENDERONLINE:@uploaded_file',
    );
    const argv = page.getByRole('list', { name: 'Arguments of the program' });
    const told = async () => (await argv.getByRole('listitem').allInnerTexts()).slice(0, 3).join(' ');
    await until('what is open', async () => (await told()) === '--frames start_frame-end_frame --write');
    await page.getByRole('textbox', { name: 'start_frame' }).fill('x');
    await page.getByText('The value of start_frame is not one that it can have.').waitFor();
    await page.getByRole('textbox', { name: 'start_frame' }).fill('1');
    await page.getByRole('textbox', { name: 'end_frame' }).fill('3');
    await page.getByText('This is what the program is told.').waitFor();
    assert.equal(await told(), '--frames 1-3 --write');
    await page.getByRole('button', { name: 'Add an engine' }).click();
    await page.getByRole('row', { name: '.oil' }).waitFor();

    const { engines } = await farm.client.engines();
    const engineId = engines.find(({ extension }) => extension === '.oil')?.engineId ?? assert.fail();
    const filePath = join(folder, 'still-life.oil');
    await writeFile(filePath, 'apples');
    const values = { start_frame: '1', end_frame: '3' };
    const { taskId } = await farm.client.enqueue({ filePath, engineId, arguments: values });
    await until('its frames', async () => (await farm.client.task(taskId)).state === 'succeeded');
    await page.context().close();
  });

  test('unsaved changes are asked about, whichever way one leaves', async () => {
    const page = await browser.open(farm, '/administration/engines');
    await page.getByRole('link', { name: 'ffmpeg-frames' }).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('ffmpeg-changed');
    await page.getByRole('link', { name: 'Tasks' }).first().click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.waitFor();
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    assert.equal(await name.inputValue(), 'ffmpeg-changed');
    await page.goBack();
    await question.getByRole('button', { name: 'Keep editing' }).click();
    assert.equal(await name.inputValue(), 'ffmpeg-changed');
    await page.goBack();
    await question.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('table', { name: 'Engines' }).waitFor();
    await page.context().close();
  });

  test('subscriptions, argument types and the configuration are there too', async () => {
    const page = await browser.open(farm, '/administration/subscriptions');
    await page.getByRole('button', { name: 'Add a subscription' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Students');
    await page.getByRole('group', { name: 'Tasks' }).getByLabel('Days').fill('30');
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: 'Students' }).getByText('30 days').waitFor();
    const { subscriptions } = await farm.client.administration.subscriptions();
    assert.deepEqual(subscriptions.at(-1)?.keep.tasks, { days: 30, bytes: null });

    await page.getByRole('link', { name: 'Argument types' }).click();
    await page.getByRole('button', { name: 'Add an argument type' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('quality');
    await page.getByRole('textbox', { name: 'Pattern' }).fill('low|high');
    await page.getByRole('textbox', { name: 'Try values' }).fill('high\nhigher');
    await page.getByText('Accepted · high').waitFor();
    await page.getByText('Refused · higher').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: 'quality word' }).waitFor();

    await page.getByRole('link', { name: 'Settings' }).click();
    const port = page.getByRole('row', { name: 'MaxAttempts' });
    await port.getByText('Flag').waitFor();
    await port.getByText('Otherwise 3').waitFor();
    await assertAccessible(page);
    assert.deepEqual(browser.faults, []);
    await page.context().close();
  });
});
