import { expect, test } from '@playwright/test';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { newUserDataDir, runHeadlessApp } from '../helpers/electron-app.ts';
import { callControl } from '../helpers/practice-engine.ts';

/** The same commands inside Electron, without a window: Chromium's network, secrets from the environment. */
test('connect, plan, apply and plan again, with the exit codes a scheduler goes by', async () => {
  const practice = await startPracticeDistrict({ students: 60, seed: 11, clean: true });
  const userDataDir = newUserDataDir();
  const env = {
    ROSTERBRIDGE_SIS_SECRET: practice.sis.secret,
    ROSTERBRIDGE_CANVAS_TOKEN: practice.canvas.token,
    ROSTERBRIDGE_STORE_KEY: '0a'.repeat(32),
  };
  const run = (...args: string[]) => runHeadlessApp({ userDataDir, args: [...args, '--json'], env });
  const levers = (change: object) => callControl(practice.control.url, 'PUT', '/canvas/settings', change);
  const imports = async () => {
    const counters = await callControl(practice.control.url, 'GET', '/canvas/counters');
    return (counters as { imports: { workflow_state: string }[] }).imports.map((one) => one.workflow_state);
  };
  try {
    const connected = await run(
      'connect',
      `--sis-url=${practice.sis.url}`,
      `--sis-key=${practice.sis.key}`,
      `--canvas-url=${practice.canvas.url}`,
      '--time-zone=America/Denver',
      '--name=Evergreen',
    );
    expect(connected.code, connected.stderr + connected.stdout).toBe(0);
    const first = await run('plan');
    expect(first.code, first.stderr).toBe(2);
    expect(JSON.parse(first.stdout)).toMatchObject({ complete: true, holds: [], counts: { user: { update: 0, delete: 0 } } });
    // A direct upload that broke goes on by way of Canvas' file host, here one that answers with a redirect.
    await levers({ faults: { kind: '502', path: 'sis_imports?import_type', times: 1 }, uploads: { answer: 303 } });
    expect(JSON.parse((await run('apply')).stdout)).toMatchObject({ error: { code: 'canvas.upload-unclear' } });
    const resumed = await run('apply');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ run: { state: 'done' } });
    expect(await imports()).toEqual(['imported']);
    expect((await run('plan')).code).toBe(0);

    const classes = await callControl(practice.control.url, 'GET', '/sis/classes?limit=1');
    const [changed] = (classes as { rows: { sourcedId: string }[] }).rows;
    await callControl(practice.control.url, 'PATCH', `/sis/classes/${changed?.sourcedId}`, { title: 'Astronomy' });
    expect((await run('plan')).code).toBe(2);
    // Chromium repeats a request when a connection it has used before breaks without an answer: the upload must count once.
    await levers({ faults: { kind: 'lose-answer', path: 'sis_imports?import_type', times: 1 } });
    const applied = await run('apply');
    expect(applied.code, applied.stderr).toBe(0);
    expect(JSON.parse(applied.stdout)).toMatchObject({ run: { state: 'done' } });
    expect(await imports()).toEqual(['imported', 'imported', 'aborted']);
    const second = await run('plan');
    expect(second.code, second.stderr).toBe(0);
  } finally {
    await practice.close();
  }
});
