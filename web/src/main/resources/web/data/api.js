/** The service, as the page uses it. */

const TOKEN = 'afterimage-token';

/** The token comes once in the address and is kept for this tab only, so that it is not shared with a copied link. */
function takeToken() {
  const address = new URL(location.href);
  const given = address.searchParams.get('token');
  if (given) {
    sessionStorage.setItem(TOKEN, given);
    address.searchParams.delete('token');
    history.replaceState(null, '', address);
  }
  return sessionStorage.getItem(TOKEN) ?? '';
}

const token = takeToken();

export function keepToken(given) {
  sessionStorage.setItem(TOKEN, given);
  location.reload();
}

/** What went wrong, with a code and what to do about it. */
export class ServiceError extends Error {
  constructor(status, { code, message, remedy }) {
    super(message);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

/** Pictures cannot carry headers: for them the token goes into the address. */
export function picture(path) {
  return token ? `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}` : path;
}

export function thumbnail(stream, seconds) {
  return picture(`/api/streams/${stream}/thumbnails/${Math.max(0, Math.round(seconds * 1000) / 1000)}`);
}

export function liveAddress(stream) {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${picture(`/api/streams/${stream}/live`)}`;
}

async function call(method, path, body, more = {}) {
  const headers = { ...more.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
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

export const info = () => json('GET', '/api/info');
export const streams = async () => (await json('GET', '/api/streams')).streams;
export const stream = name => json('GET', `/api/streams/${name}`);
export const addStream = source => json('POST', '/api/streams', source);
export const deleteStream = name => call('DELETE', `/api/streams/${name}`);
export const scenes = async (name, from, to) => (await json('GET', `/api/streams/${name}/scenes?from=${from}&to=${to}`)).scenes;
/** With the block before `from` too: what it says still holds then. */
export const blocks = async (name, from, to) => (await json('GET', `/api/streams/${name}/blocks?from=${from}&to=${to}&limit=500&holding=true`)).blocks;
export const frames = async (name, from, to) =>
  (await json('GET', `/api/streams/${name}/frames?from=${Math.max(0, from)}&to=${to}&limit=600`)).frames;

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
