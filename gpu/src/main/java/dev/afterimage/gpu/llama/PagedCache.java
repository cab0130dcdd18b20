package dev.afterimage.gpu.llama;

import java.util.ArrayList;
import java.util.List;

/** The KV of one session: for each layer a table of pages, which grows with what the layer holds. */
final class PagedCache implements AutoCloseable {

    private final PagePool pool;
    private final int capacity;
    private final int tableLength;
    private final List<List<Integer>> tables = new ArrayList<>();
    private final DeviceBuffer memory;
    private final Transfers transfers;
    /** Whether the device has the tables as they are. */
    private boolean sent;

    PagedCache(PagePool pool, int layers, int capacity, DeviceBuffer memory, Transfers transfers) {
        this.pool = pool;
        this.capacity = capacity;
        this.tableLength = pool.pages().pagesOf(capacity);
        this.memory = memory;
        this.transfers = transfers;
        for (int layer = 0; layer < layers; layer++) {
            tables.add(new ArrayList<>());
        }
    }

    int capacity() {
        return capacity;
    }

    int tableLength() {
        return tableLength;
    }

    long pool() {
        return pool.address();
    }

    /** Makes room for this many tokens in a layer. */
    void reserve(int layer, int tokens) {
        List<Integer> table = tables.get(layer);
        while (table.size() < pool.pages().pagesOf(tokens)) {
            table.add(pool.take());
            sent = false;
        }
    }

    /** Address of (layers, tableLength) page numbers from this layer on. */
    long table(int layer) {
        long address = memory.bytes((long) tables.size() * tableLength * Integer.BYTES);
        if (!sent) {
            transfers.upload(numbers(), address);
            sent = true;
        }
        return address + (long) layer * tableLength * Integer.BYTES;
    }

    private int[] numbers() {
        int[] numbers = new int[tables.size() * tableLength];
        for (int layer = 0; layer < tables.size(); layer++) {
            for (int i = 0; i < tables.get(layer).size(); i++) {
                numbers[layer * tableLength + i] = tables.get(layer).get(i);
            }
        }
        return numbers;
    }

    /** Nothing on the session's stream may use the pages any more. */
    @Override
    public void close() {
        tables.forEach(pool::giveBack);
        tables.forEach(List::clear);
        memory.close();
    }
}
