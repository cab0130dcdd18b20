/** The service, as the page uses it. */

/** Whether pictures of a stream come, or will come without anybody's doing. */
export const underWay = stream => ['watching', 'starting', 'reconnecting', 'disk_full'].includes(stream.status);

/** What went wrong, with a code and what to do about it. */
export class ServiceError extends Error {
  constructor(status, { code, message, remedy }) {
    super(message);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

/** Below the address of a camera; its name may be of any script. */
const at = (stream, rest = '') => `/api/streams/${encodeURIComponent(stream)}${rest}`;

export const thumbnail = (stream, seconds) => at(stream, `/thumbnails/${Math.max(0, Math.round(seconds * 1000) / 1000)}`);

const socketAddress = path => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
export const liveAddress = stream => socketAddress(at(stream, '/live'));
/** Its video as it is recorded. */
export const liveVideoAddress = stream => socketAddress(at(stream, '/live/video'));
/** Where this browser's camera or screen is sent. */
export const sendAddress = (stream, kind) => socketAddress(at(stream, `/send?kind=${kind}`));

async function call(method, path, body, more = {}) {
  const headers = { ...more.headers };
  if (body) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(path, { method, headers, body: body && JSON.stringify(body), signal: more.signal });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ServiceError(0, { code: 'UNREACHABLE', message: 'Afterimage cannot be reached', remedy: 'check that it is still running' });
  }
  if (!response.ok) throw new ServiceError(response.status, await errorIn(response));
  return response;
}

async function errorIn(response) {
  try {
    return (await response.json()).error;
  } catch {
    return { code: `HTTP_${response.status}`, message: `the service answered ${response.status}`, remedy: 'try again' };
  }
}

const json = async (method, path, body) => (await call(method, path, body)).json();

/** How one logs in: {needed, token, oidc?}. */
export const loginWays = () => json('GET', '/api/login');
/** The answer sets a cookie, which goes along with every request, picture and socket from then on. */
export const logIn = token => call('POST', '/api/login', { token });
export const logOut = () => json('POST', '/api/logout');

export const info = () => json('GET', '/api/info');
export const streams = async () => (await json('GET', '/api/streams')).streams;
export const stream = name => json('GET', at(name));
export const addStream = source => json('POST', '/api/streams', source);
export const deleteStream = name => call('DELETE', at(name));
/** A stretch as it is drawn: {seen, gaps, labels, pictures}, as docs/service.md has it. */
export const timeline = (name, { from, to, columns, tile, label = '', text = '' }) =>
  json('GET', at(name, `/timeline?${new URLSearchParams({ from: Math.max(0, from), to, columns, tile, label, text })}`));
/** What was noted then; it holds until the next block. */
export const noteAt = async (name, seconds) =>
  (await json('GET', at(name, `/blocks?from=${seconds}&to=${seconds}&limit=1&holding=true`))).blocks.at(-1)?.note ?? '';
/** With the block before `from` too: what it says still holds then. */
export const blocks = async (name, from, to) =>
  (await json('GET', at(name, `/blocks?from=${from}&to=${to}&limit=500&holding=true`))).blocks;
export const frames = async (name, from, to) =>
  (await json('GET', at(name, `/frames?from=${Math.max(0, from)}&to=${to}&limit=600`))).frames;

/** Does something with a camera: `pause`, `resume`, `retry`, `name` or `source`; resolves with it as it is then. */
export const lifetime = (name, what, body = {}) => json('POST', at(name, `/${what}`), body);
/** What is watched and how, the address without its password. */
export const source = name => json('GET', at(name, '/source'));

/** What is kept of a stream and how long that lasts. */
export const kept = name => json('GET', at(name, '/kept'));
/** Changes how much is kept: {bytes, days}; null lifts a limit. */
export const limit = (name, changes) => json('POST', at(name, '/limits'), changes);

/** Stretches of an interval of which there is video: [{start, end}]. */
export const recorded = async (name, from, to) =>
  (await json('GET', at(name, `/recording?from=${Math.max(0, from)}&to=${to}`))).spans;
/** The video of an interval; second 0 of it is `from`, where that is recorded. */
export const video = (stream, from, to) => at(stream, `/video?from=${Math.max(0, from)}&to=${to}`);

/** Stretches of an interval's video that cannot be read: [{start, end}]. */
export async function damaged(src) {
  const response = await call('GET', src, undefined, { headers: { Range: 'bytes=0-0' } });
  return (response.headers.get('X-Afterimage-Damaged') ?? '').split(', ').filter(Boolean)
    .map(span => span.split('-').map(Number)).map(([start, end]) => ({ start, end }));
}

/** Asks, calling `onText` with each piece of the answer; resolves with the whole reply. */
export async function ask(question, onText, signal) {
  const response = await call('POST', '/api/ask', question, { headers: { Accept: 'text/event-stream' }, signal });
  for await (const { name, data } of serverEvents(response.body)) {
    if (name === 'text') onText(data.text);
    if (name === 'reply') return data;
    if (name === 'error') throw new ServiceError(200, data.error);
  }
  throw new ServiceError(0, { code: 'BROKEN_OFF', message: 'the answer broke off', remedy: 'ask again' });
}

async function* serverEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const whole = (pending + value).split('\n\n');
    pending = whole.pop();
    for (const event of whole) yield parsed(event);
  }
}

function parsed(event) {
  const field = name => event.split('\n').find(line => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return { name: field('event'), data: JSON.parse(field('data')) };
}
