package dev.afterimage.gpu.llama;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.kernel.Pages;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** The pages of all sessions of a model: one piece of memory, made once. Safe for use by several threads. */
final class PagePool implements AutoCloseable {

    private final Pages pages;
    private final DeviceMemory memory;
    private final Deque<Integer> free = new ArrayDeque<>();

    PagePool(Device device, Pages pages, int count) {
        this.pages = pages;
        this.memory = device.allocate(Math.multiplyExact(pages.pageBytes(), (long) count));
        for (int page = 0; page < count; page++) {
            free.add(page);
        }
    }

    Pages pages() {
        return pages;
    }

    long address() {
        return memory.address();
    }

    /** @return the number of a page that is nobody else's until it is given back */
    synchronized int take() {
        Integer page = free.poll();
        if (page == null) {
            throw new AfterimageException(ErrorCode.MODEL_GPU_MEMORY, "the GPU's memory for contexts is full",
                    "ask when fewer questions are being answered");
        }
        return page;
    }

    synchronized void giveBack(Collection<Integer> numbers) {
        free.addAll(numbers);
    }

    synchronized int freePages() {
        return free.size();
    }

    @Override
    public void close() {
        memory.close();
    }
}
