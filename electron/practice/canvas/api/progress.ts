import type { CanvasApp } from '../app.ts';
import { json, notFound } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';

/** A long task somebody may poll for (§2.1). */
export interface Progress {
  id: number;
  context_id: number;
  context_type: 'SisBatch';
  user_id: number;
  tag: string;
  completion: number;
  workflow_state: 'queued' | 'running' | 'completed' | 'failed';
  message: string | null;
  created_at: string;
  updated_at: string;
}

export function progressJson(app: CanvasApp, progress: Progress): object {
  return { ...progress, results: null, url: `${app.url}/api/v1/progress/${progress.id}` };
}

const show: Handler = (app, request) => {
  const progress = app.progresses.find((known) => known.id === Number(request.params.id)) ?? notFound();
  return json(progressJson(app, progress));
};

export const PROGRESS_ROUTES: readonly Route[] = [route('GET', '/api/v1/progress/:id', show)];
