import * as api from './api.js';
import { LiveStream } from './live.js';

const REFRESH_MS = 4000;

/** All cameras as they are, looked at every few seconds. Fires `change`, and `failure` when the service cannot be asked any more. */
export class Cameras extends EventTarget {
  info = null;
  /** Null until they are known. */
  streams = null;
  /** Live connections by name; open while a camera is watched. */
  connections = new Map();
  #timer = 0;
  #unreachable = false;

  begin() {
    this.#timer = setInterval(() => document.hidden || this.refresh(), REFRESH_MS);
    return this.refresh();
  }

  close() {
    clearInterval(this.#timer);
    this.connections.forEach(connection => connection.close());
    this.connections.clear();
  }

  get(name) {
    return this.streams?.find(stream => stream.name === name);
  }

  async refresh() {
    try {
      this.info ??= await api.info();
      this.streams = await api.streams();
      this.#unreachable = false;
      this.#connect();
      this.dispatchEvent(new CustomEvent('change'));
    } catch (failure) {
      // Once is enough: it will be asked again.
      if (!this.#unreachable) this.dispatchEvent(new CustomEvent('failure', { detail: failure }));
      this.#unreachable = true;
    }
  }

  #connect() {
    const watched = new Set(this.streams.filter(api.underWay).map(stream => stream.name));
    for (const name of watched) if (!this.connections.has(name)) this.connections.set(name, new LiveStream(name));
    for (const name of this.connections.keys()) if (!watched.has(name)) this.#disconnect(name);
  }

  #disconnect(name) {
    this.connections.get(name)?.close();
    this.connections.delete(name);
  }

  /** Out of sight before it goes: its pictures cannot be fetched any more. */
  hide(name) {
    this.streams = this.streams.filter(stream => stream.name !== name);
    this.dispatchEvent(new CustomEvent('change'));
  }

  async delete(name) {
    await api.deleteStream(name);
    this.#disconnect(name);
  }
}
