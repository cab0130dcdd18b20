/** What was asked and answered, in chats, kept in this browser until they are deleted or their owner logs out. */

const KEY = 'afterimage.chat.';
/** Of versions that kept one talk a stream. */
const FORMER = 'afterimage.talks';
const MOST_TURNS = 50;
const MOST_CHATS = 200;

/** Where a chat belongs: a camera, whatever it is called meanwhile, or all of them. One that began at another time is another one. */
export const EVERYWHERE = '*';
export const placeOf = stream => stream ? `${stream.id ?? stream.name} ${stream.started}` : EVERYWHERE;

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), byte => byte.toString(36).padStart(2, '0')).join('').slice(0, 10);

/** What a chat is called until somebody names it. */
export const titleOf = chat => chat.name || chat.turns[0]?.question || 'New chat';

/** Fires `change` whenever a chat is other than it was, in this or another tab. */
export class Chats extends EventTarget {
  #chats = new Map();

  constructor() {
    super();
    this.#read();
    addEventListener('storage', event => event.key?.startsWith(KEY) && this.#reread(event));
  }

  /** The newest first. */
  of(place) {
    return [...this.#chats.values()].filter(chat => chat.place === place).sort((a, b) => b.begun - a.begun);
  }

  get(id) {
    return this.#chats.get(id);
  }

  /** One that is empty is used again. */
  begin(place) {
    const empty = this.of(place).find(chat => !chat.turns.length);
    if (empty) return empty;
    const chat = { id: newId(), place, name: '', begun: Date.now(), cameras: null, turns: [] };
    this.#chats.set(chat.id, chat);
    this.changed(chat);
    return chat;
  }

  rename(chat, name) {
    chat.name = name.trim().slice(0, 100);
    this.changed(chat);
  }

  delete(chat) {
    this.#chats.delete(chat.id);
    forget(KEY + chat.id);
    this.dispatchEvent(new CustomEvent('change'));
  }

  /** Keeps it, once there is something in it. */
  changed(chat) {
    if (chat.turns.length && this.#chats.has(chat.id)) this.#write(chat);
    this.dispatchEvent(new CustomEvent('change'));
  }

  forgetAll() {
    this.#chats.forEach(chat => forget(KEY + chat.id));
    this.#chats.clear();
    forget(FORMER);
  }

  #write(chat) {
    chat.turns.splice(0, chat.turns.length - MOST_TURNS);
    try {
      localStorage.setItem(KEY + chat.id, JSON.stringify(chat));
    } catch {
      // There is no room, or the browser keeps nothing: the oldest makes room, or the chat lasts as long as the page.
      this.#dropOldest(chat) && this.#write(chat);
    }
  }

  #dropOldest(but) {
    const oldest = [...this.#chats.values()].filter(chat => chat !== but && chat.turns.length).sort((a, b) => a.begun - b.begun)[0];
    if (oldest) this.delete(oldest);
    return oldest;
  }

  #read() {
    try {
      Object.keys(localStorage).filter(key => key.startsWith(KEY)).forEach(key => this.#take(localStorage.getItem(key)));
      this.#takeFormer(JSON.parse(localStorage.getItem(FORMER)) ?? {});
    } catch {
      // The browser keeps nothing.
    }
    while (this.#chats.size > MOST_CHATS && this.#dropOldest());
  }

  #takeFormer(talks) {
    for (const [place, turns] of Object.entries(talks)) {
      const camera = place.slice(0, place.lastIndexOf(' '));
      const chat = this.begin(place);
      chat.turns.push(...turns.map(({ every, ...turn }) => ({ ...turn, cameras: every ? null : [camera] })));
      this.#write(chat);
    }
    forget(FORMER);
  }

  #reread({ key, newValue }) {
    if (newValue) this.#take(newValue);
    else this.#chats.delete(key.slice(KEY.length));
    this.dispatchEvent(new CustomEvent('change'));
  }

  /** A question that was under way when the page was left gets no answer any more. */
  #take(text) {
    const chat = JSON.parse(text);
    const known = this.#chats.get(chat.id);
    if (known?.turns.some(turn => turn.asking)) return;
    for (const turn of chat.turns) {
      if (turn.reply || turn.failure) continue;
      turn.failure = { message: 'The page was left before the answer came.', remedy: 'Ask again.' };
    }
    this.#chats.set(chat.id, known ? Object.assign(known, chat) : chat);
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
