/** What was asked and answered, by stream, kept in this browser until it is cleared or its owner logs out. */

const KEY = 'afterimage.talks';
const MOST_TURNS = 50;

/** A stream of the same name that began at another time is another one. */
const keyOf = stream => `${stream.name} ${stream.started}`;

function all() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function write(talks) {
  try {
    localStorage.setItem(KEY, JSON.stringify(talks));
  } catch {
    // There is no room, or the browser keeps nothing: the talk lasts as long as the page.
  }
}

export const talkOf = stream => all()[keyOf(stream)] ?? [];

/** Of turns that are over; what is still being answered would never be. */
export function keepTalk(stream, turns) {
  const over = turns.filter(turn => turn.reply).slice(-MOST_TURNS)
    .map(({ question, reply, at, every }) => ({ question, text: '', reply, failure: null, at, every }));
  const { [keyOf(stream)]: before, ...others } = all();
  write(over.length ? { ...others, [keyOf(stream)]: over } : others);
}

export function forgetTalks() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
