package dev.afterimage.qa.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue with an end that is fair between clients: they are served in turn, one item each, however many a client has
 * waiting; and none may have more than its share waiting. An item that a free thread is about to take does not count as
 * waiting. Safe for use by several threads.
 */
final class FairQueue<T> {

    private final int most;
    private final int each;
    /** By client, the one whose turn it is first. */
    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();
    private int size;
    private int free;

    /** Why an item was not taken. */
    enum Refusal { FULL, SHARE_FULL }

    /**
     * @param most items of all clients
     * @param each items of one client
     * @param free threads that take items: each has one between {@link #poll} and {@link #done}
     */
    FairQueue(int most, int each, int free) {
        this.free = free;
        this.most = most;
        this.each = each;
    }

    /** @return null when it was taken */
    synchronized Refusal offer(String client, T item) {
        Deque<T> own = waiting.get(client);
        int mine = own == null ? 0 : own.size();
        if (mine >= each + Math.max(0, free - (size - mine))) {
            return Refusal.SHARE_FULL;
        }
        if (size >= most + free) {
            return Refusal.FULL;
        }
        waiting.computeIfAbsent(client, first -> new ArrayDeque<>()).add(item);
        size++;
        return null;
    }

    /** @return null when nothing waits */
    synchronized T poll() {
        if (size == 0) {
            return null;
        }
        String client = waiting.keySet().iterator().next();
        Deque<T> own = waiting.remove(client);
        T item = own.remove();
        if (!own.isEmpty()) {
            // Behind all others.
            waiting.put(client, own);
        }
        size--;
        free--;
        return item;
    }

    /** The thread that polled an item is free again. */
    synchronized void done() {
        free++;
    }

    /** @return whether it was still waiting */
    synchronized boolean remove(String client, T item) {
        Deque<T> own = waiting.get(client);
        if (own == null || !own.remove(item)) {
            return false;
        }
        if (own.isEmpty()) {
            waiting.remove(client);
        }
        size--;
        return true;
    }

    synchronized int size() {
        return size;
    }
}
