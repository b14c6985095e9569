import assert from 'node:assert/strict';
import { ServerConnection } from '@jupyterlab/services';
import { FacegaugeService } from '../../../jupyterlab-ext/src/service';
import { item, SUMMARY } from './fake-service';

describe('sidebar: what is asked of the server', () => {
  it('is asked on until a page is full or nothing follows: a search may pause before', async () => {
    const pages = [
      { total: null, next: 'a', items: [] },
      { total: null, next: 'b', items: [item(1), item(2)] },
      { total: null, next: 'c', items: [item(3)] },
      { total: null, next: null, items: [item(4)] }
    ];
    const asked: (string | null)[][] = [];
    const fetch = async (request: Request | URL | string): Promise<Response> => {
      const { pathname, searchParams } = new URL((request as Request).url);
      if (pathname.endsWith('/summary')) return Response.json(SUMMARY);
      asked.push(['after', 'limit', 'text'].map(name => searchParams.get(name)));
      return Response.json(pages[[null, 'a', 'b', 'c'].indexOf(searchParams.get('after'))]);
    };
    const settings = ServerConnection.makeSettings({
      baseUrl: 'http://localhost/',
      fetch: fetch as typeof globalThis.fetch
    });
    const service = new FacegaugeService(settings, {} as never);
    // Two who ask the same are not in each other's way.
    const [first, again] = await Promise.all([1, 2].map(() => service.samples({ text: 'gate' }, 'worst', 3, null)));
    assert.deepEqual([first.items.map(({ id }) => id), first.next], [[1, 2, 3], 'c']);
    assert.deepEqual(again, first);
    assert.deepEqual(asked[2], ['b', '1', 'gate']);
    const rest = await service.samples({ text: 'gate' }, 'worst', 3, first.next);
    assert.deepEqual([rest.items.map(({ id }) => id), rest.next], [[4], null]);
  });
});
