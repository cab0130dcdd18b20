import * as api from './api.js';

const MOST_TURNS = 6;

/** Questions under way. Each goes on wherever on the page one looks meanwhile; those of several chats do not wait for each other. */
export class Asking {
  /** What ends the question under way, by chat. */
  #pending = new Map();

  constructor(chats) {
    this.chats = chats;
  }

  /** Ends the question under way in a chat; nothing where there is none. */
  stopper(chat) {
    return this.#pending.get(chat?.id);
  }

  /**
   * @param question.cameras names, or null for all
   * @param question.at      as of which second; null for now
   * @param most             how much of the chat before it the service takes: {turns, characters}
   * @returns the turn, once it is answered or has failed
   */
  async ask(chat, { words, cameras, at }, most) {
    const ending = new AbortController();
    const turn = { question: words, cameras, at, text: '', reply: null, failure: null, asked: Date.now() };
    // Of this page alone: what is kept of a chat does not say so.
    Object.defineProperty(turn, 'asking', { value: true, writable: true, enumerable: false });
    const history = historyOf(chat, most);
    chat.turns.push(turn);
    this.#pending.set(chat.id, ending);
    this.chats.changed(chat);
    const whom = cameras?.length === 1 ? { stream: cameras[0] } : { streams: cameras ?? 'all' };
    try {
      turn.reply = await api.ask({ ...whom, question: words, ...(at !== null && { at }), history }, piece => {
        turn.text += piece;
        this.chats.dispatchEvent(new CustomEvent('change'));
      }, ending.signal);
    } catch (failure) {
      const { message, remedy, code } = failure;
      turn.failure = failure.name === 'AbortError' ? { message: 'You stopped this question.', remedy: '' } : { message, remedy, code };
    }
    turn.asking = false;
    turn.text = '';
    this.#pending.delete(chat.id);
    this.chats.changed(chat);
    return turn;
  }
}

/** The newest turns of a chat, as many as the service takes. */
function historyOf(chat, most) {
  const kept = [];
  let characters = 0;
  for (const turn of chat.turns.filter(each => each.reply?.outcome === 'answered').slice(-MOST_TURNS).reverse()) {
    characters += turn.question.length + turn.reply.answer.length;
    if (2 * (kept.length + 1) > most.turns || characters > most.characters) break;
    kept.unshift(turn);
  }
  return kept.flatMap(turn => [{ role: 'user', content: turn.question }, { role: 'assistant', content: turn.reply.answer }]);
}
