// Runs kernels on the host: blocks one after the other, and the threads of a block as fibres that change at barriers. A thread runs until
// it waits or ends, so a missing barrier shows itself when the threads run in another order. Not safe for several threads of the host at
// once.
#include "cuda_on_host.h"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <ucontext.h>
#include <utility>

// Everything else stays within its library: several may be loaded.
#define EXPORTED extern "C" __attribute__((visibility("default")))

dim3 threadIdx, blockIdx, blockDim, gridDim;

namespace {

const int MOST_THREADS = 1024;
const int WARP_SIZE = 32;
const size_t STACK = 128 * 1024;
const size_t SHARED = 228 * 1024;

enum State { RUNNABLE, AT_BLOCK_BARRIER, AT_WARP_BARRIER, DONE };

// Runs threads of the block that nobody has begun, until one of them has to wait; then it is that thread's.
struct Fibre {
    jmp_buf at;
    void* stack;
};

struct Thread {
    State state;
    Fibre* fibre;
};

Fibre fibres[MOST_THREADS];
int fibre_count = 0;
Fibre* idle[MOST_THREADS];
int idle_count = 0;
Fibre* running;
Thread threads[MOST_THREADS];
int current;
int begun;
int count;
bool reversed;
jmp_buf scheduler;
void (*kernel)(void**);
void** parameters;
char error[256];
alignas(64) unsigned char shared[SHARED];
uint64_t exchange[MOST_THREADS];

void become(int thread) {
    current = thread;
    threadIdx.x = thread;
}

void pause_fibre() {
    if (!_setjmp(running->at)) {
        _longjmp(scheduler, 1);
    }
}

void fibre_main() {
    for (;;) {
        while (begun < count) {
            int thread = reversed ? count - 1 - begun : begun;
            begun++;
            threads[thread].fibre = running;
            become(thread);
            kernel(parameters);
            threads[current].state = DONE;
        }
        idle[idle_count++] = running;
        pause_fibre();
    }
}

void resume(Fibre* fibre) {
    running = fibre;
    if (!_setjmp(scheduler)) {
        _longjmp(fibre->at, 1);
    }
}

void start_new_fibre() {
    Fibre* fibre = &fibres[fibre_count++];
    fibre->stack = malloc(STACK);
    running = fibre;
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = fibre->stack;
    context.uc_stack.ss_size = STACK;
    context.uc_link = nullptr;
    makecontext(&context, fibre_main, 0);
    if (!_setjmp(scheduler)) {
        setcontext(&context);
    }
}

void wait_as(State state) {
    int thread = current;
    threads[thread].state = state;
    pause_fibre();
    become(thread);
}

// Lets go whoever's barrier everybody has reached. Returns false when nobody can go on.
bool release() {
    int at_block = 0;
    bool released = false;
    for (int first = 0; first < count; first += WARP_SIZE) {
        int last = std::min(count, first + WARP_SIZE);
        int at_warp = 0;
        for (int t = first; t < last; t++) {
            at_warp += threads[t].state == AT_WARP_BARRIER;
            at_block += threads[t].state == AT_BLOCK_BARRIER;
        }
        if (at_warp == WARP_SIZE) {
            for (int t = first; t < last; t++) {
                threads[t].state = RUNNABLE;
            }
            released = true;
        }
    }
    if (at_block == count) {
        for (int t = 0; t < count; t++) {
            threads[t].state = RUNNABLE;
        }
        released = true;
    }
    return released;
}

bool all_done() {
    for (int t = 0; t < count; t++) {
        if (threads[t].state != DONE) {
            return false;
        }
    }
    return true;
}

bool run_block() {
    begun = 0;
    for (int t = 0; t < count; t++) {
        threads[t].state = RUNNABLE;
        threads[t].fibre = nullptr;
    }
    while (begun < count) {
        if (idle_count > 0) {
            resume(idle[--idle_count]);
        } else {
            start_new_fibre();
        }
    }
    while (!all_done()) {
        if (!release()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            Thread& thread = threads[reversed ? count - 1 - i : i];
            if (thread.state == RUNNABLE) {
                resume(thread.fibre);
            }
        }
    }
    return true;
}

// Fibres that hang in a kernel that failed are given up with their stacks.
void forget_fibres() {
    fibre_count = 0;
    idle_count = 0;
}

template <typename... Arguments, size_t... Indices>
void call(void (*function)(Arguments...), void** arguments, std::index_sequence<Indices...>) {
    function(*static_cast<Arguments*>(arguments[Indices])...);
}

template <typename... Arguments>
void call(void (*function)(Arguments...), void** arguments) {
    call(function, arguments, std::index_sequence_for<Arguments...>());
}

struct Entry {
    const char* name;
    void (*run)(void**);
};

} // namespace

void __syncthreads() {
    wait_as(AT_BLOCK_BARRIER);
}

void __syncwarp(unsigned) {
    wait_as(AT_WARP_BARRIER);
}

float* emulated_shared_floats() {
    return reinterpret_cast<float*>(shared);
}

uint64_t* emulated_exchange() {
    return exchange;
}

#include "kernels.cu"

namespace {
const Entry entries[] = {
#include "entries.inc"
};
}

// Parameters as of cuLaunchKernel. Shared memory is not-a-number before each block, so that reading what nobody wrote is seen.
// Returns null, or what went wrong.
EXPORTED const char* emulate_launch(const char* name, int grid_x, int grid_y, int grid_z, int block_x, int shared_bytes,
        void** arguments, int backwards) {
    kernel = nullptr;
    for (const Entry& entry : entries) {
        if (strcmp(entry.name, name) == 0) {
            kernel = entry.run;
        }
    }
    if (!kernel || block_x < 1 || block_x > MOST_THREADS || shared_bytes < 0 || shared_bytes > (int) SHARED - 64 || grid_x < 1
            || grid_y < 1 || grid_z < 1
            || grid_y > 65535 || grid_z > 65535) {
        snprintf(error, sizeof error,
                "there is no kernel '%s' or it cannot be launched as (%d, %d, %d) blocks of %d threads with %d bytes", name, grid_x,
                grid_y, grid_z, block_x, shared_bytes);
        return error;
    }
    parameters = arguments;
    count = block_x;
    reversed = backwards;
    gridDim = {(unsigned) grid_x, (unsigned) grid_y, (unsigned) grid_z};
    blockDim = {(unsigned) block_x, 1, 1};
    threadIdx = {0, 0, 0};
    for (int z = 0; z < grid_z; z++) {
        for (int y = 0; y < grid_y; y++) {
            for (int x = 0; x < grid_x; x++) {
                blockIdx = {(unsigned) x, (unsigned) y, (unsigned) z};
                memset(shared, 0xff, shared_bytes + 64);
                if (!run_block()) {
                    forget_fibres();
                    snprintf(error, sizeof error, "threads of '%s' wait at a barrier that others never reach", name);
                    return error;
                }
                for (int i = shared_bytes; i < shared_bytes + 64; i++) {
                    if (shared[i] != 0xff) {
                        snprintf(error, sizeof error, "'%s' writes behind its %d bytes of shared memory", name, shared_bytes);
                        return error;
                    }
                }
            }
        }
    }
    return nullptr;
}

namespace {
template <typename Cell>
void host_product(const Cell* weights, const float* in, float* out, int rows, int outs, int ins) {
    for (int o = 0; o < outs; o++) {
        const Cell* weight = weights + (size_t) o * ins;
        for (int row = 0; row < rows; row++) {
            const float* from = in + (size_t) row * ins;
            float sums[8] = {};
            int i = 0;
            for (; i + 8 <= ins; i += 8) {
                for (int j = 0; j < 8; j++) {
                    sums[j] += load(weight + i + j) * from[i + j];
                }
            }
            for (; i < ins; i++) {
                sums[0] += load(weight + i) * from[i];
            }
            out[(size_t) row * outs + o] = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        }
    }
}
}

// The processor's matrix product: y = x W^T. weights (outs, ins), in (rows, ins), out (rows, outs)
EXPORTED void emulate_product(const void* weights, int halves, const float* in, float* out, int rows, int outs, int ins) {
    if (halves) {
        host_product(static_cast<const half16*>(weights), in, out, rows, outs, ins);
    } else {
        host_product(static_cast<const float*>(weights), in, out, rows, outs, ins);
    }
}
