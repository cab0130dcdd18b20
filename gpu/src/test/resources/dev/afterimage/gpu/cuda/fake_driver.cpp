// A CUDA driver on the host: what JCuda links to, over the emulation of the kernels. It does at once what it is told, and refuses what
// the real one would.
#include "host.cpp"

#include <map>
#include <set>
#include <string>

namespace {

const int INVALID_VALUE = 1;
const int OUT_OF_MEMORY = 2;
const int INVALID_IMAGE = 200;
const int INVALID_CONTEXT = 201;
const int INVALID_HANDLE = 400;
const int NOT_FOUND = 500;
const int LAUNCH_FAILED = 719;
const size_t MEMORY = (size_t) 1 << 30;

std::map<unsigned long long, size_t> device_memory;
std::set<void*> host_memory;
std::set<void*> handles;
int contexts = 0;
size_t used = 0;
std::string failing;
int failure = 0;
thread_local void* this_context = nullptr;
int the_context;

// What the driver answers before it looks at anything.
int answer(const char* function) {
    if (failing == function) {
        failing.clear();
        return failure;
    }
    return this_context == &the_context ? 0 : INVALID_CONTEXT;
}

bool device(unsigned long long address, size_t bytes) {
    auto after = device_memory.upper_bound(address);
    if (after == device_memory.begin()) {
        return false;
    }
    auto found = std::prev(after);
    return address + bytes <= found->first + found->second;
}

int make(void** handle) {
    *handle = malloc(8);
    handles.insert(*handle);
    return 0;
}

int end(void* handle) {
    if (!handles.erase(handle)) {
        return INVALID_HANDLE;
    }
    free(handle);
    return 0;
}

int known(void* handle) {
    return handles.count(handle) ? 0 : INVALID_HANDLE;
}

}

#define CALL(name) \
    int result = answer(name); \
    if (result) { \
        return result; \
    }

// How many things nobody has freed yet.
EXPORTED int fake_live() {
    return (int) (device_memory.size() + host_memory.size() + handles.size()) + contexts;
}

// The next call of this function fails.
EXPORTED void fake_fail(const char* function, int result) {
    failing = function;
    failure = result;
}

// Everything that nobody has freed is gone.
EXPORTED void fake_forget() {
    device_memory.clear();
    host_memory.clear();
    handles.clear();
    contexts = 0;
    used = 0;
}

EXPORTED int cuInit(unsigned) {
    void* before = this_context;
    this_context = &the_context;
    int result = answer("cuInit");
    this_context = before;
    return result;
}

// NVRTC finds this library by its name, and asks it for tables that NVIDIA's own libraries share.
EXPORTED int cuGetExportTable(const void** table, const void*) {
    *table = nullptr;
    return NOT_FOUND;
}

EXPORTED int cuDriverGetVersion(int* version) {
    *version = failing == "version" ? failure : 12060;
    return 0;
}

EXPORTED int cuDeviceGet(int* device, int ordinal) {
    *device = 7;
    return ordinal == 0 ? 0 : 101;
}

EXPORTED int cuDeviceGetName(char* name, int length, int) {
    snprintf(name, length, "Fake GPU");
    return 0;
}

EXPORTED int cuDeviceGetAttribute(int* value, int attribute, int) {
    *value = attribute == 75 ? 9 : attribute == 97 ? 220 * 1024 : 0;
    return attribute == 75 || attribute == 76 || attribute == 97 ? 0 : INVALID_VALUE;
}

EXPORTED int cuDevicePrimaryCtxRetain(void** context, int device) {
    *context = &the_context;
    contexts++;
    return device == 7 ? 0 : 101;
}

EXPORTED int cuDevicePrimaryCtxRelease_v2(int) {
    contexts--;
    return 0;
}

EXPORTED int cuCtxSetCurrent(void* context) {
    this_context = context;
    return 0;
}

EXPORTED int cuModuleLoadData(void** module, const void* image) {
    CALL("cuModuleLoadData");
    return strcmp(static_cast<const char*>(image), "fake image for 90") == 0 ? make(module) : INVALID_IMAGE;
}

EXPORTED int cuModuleGetFunction(void** function, void* module, const char* name) {
    CALL("cuModuleGetFunction");
    for (const Entry& entry : entries) {
        if (strcmp(entry.name, name) == 0) {
            *function = const_cast<Entry*>(&entry);
            return known(module);
        }
    }
    return NOT_FOUND;
}

EXPORTED int cuModuleUnload(void* module) {
    CALL("cuModuleUnload");
    return end(module);
}

EXPORTED int cuFuncSetAttribute(void*, int attribute, int value) {
    CALL("cuFuncSetAttribute");
    return attribute == 8 && value <= 220 * 1024 ? 0 : INVALID_VALUE;
}

EXPORTED int cuMemAlloc_v2(unsigned long long* address, size_t bytes) {
    CALL("cuMemAlloc");
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (used + bytes > MEMORY) {
        return OUT_OF_MEMORY;
    }
    void* memory = malloc(bytes);
    memset(memory, 0xff, bytes);
    *address = (unsigned long long) memory;
    device_memory[*address] = bytes;
    used += bytes;
    return 0;
}

EXPORTED int cuMemFree_v2(unsigned long long address) {
    CALL("cuMemFree");
    if (!device_memory.count(address)) {
        return INVALID_VALUE;
    }
    used -= device_memory[address];
    device_memory.erase(address);
    free((void*) address);
    return 0;
}

EXPORTED int cuMemGetInfo_v2(size_t* free_bytes, size_t* total) {
    CALL("cuMemGetInfo");
    *free_bytes = MEMORY - used;
    *total = MEMORY;
    return 0;
}

EXPORTED int cuMemAllocHost_v2(void** memory, size_t bytes) {
    CALL("cuMemAllocHost");
    *memory = malloc(bytes);
    host_memory.insert(*memory);
    return 0;
}

EXPORTED int cuMemFreeHost(void* memory) {
    CALL("cuMemFreeHost");
    if (!host_memory.erase(memory)) {
        return INVALID_VALUE;
    }
    free(memory);
    return 0;
}

EXPORTED int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, size_t bytes, void* stream) {
    CALL("cuMemcpyHtoDAsync");
    if (!device(to, bytes)) {
        return INVALID_VALUE;
    }
    memcpy((void*) to, from, bytes);
    return known(stream);
}

EXPORTED int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, size_t bytes, void* stream) {
    CALL("cuMemcpyDtoHAsync");
    if (!device(from, bytes)) {
        return INVALID_VALUE;
    }
    memcpy(to, (void*) from, bytes);
    return known(stream);
}

EXPORTED int cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, void* stream) {
    CALL("cuMemcpyDtoDAsync");
    if (!device(to, bytes) || !device(from, bytes)) {
        return INVALID_VALUE;
    }
    memmove((void*) to, (void*) from, bytes);
    return known(stream);
}

EXPORTED int cuLaunchKernel(void* function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
        unsigned block_z,
        unsigned shared_bytes, void* stream, void** arguments, void** extra) {
    CALL("cuLaunchKernel");
    if (block_y != 1 || block_z != 1 || extra || known(stream)) {
        return INVALID_VALUE;
    }
    const char* wrong = emulate_launch(static_cast<Entry*>(function)->name, grid_x, grid_y, grid_z, block_x, shared_bytes, arguments, 0);
    return wrong ? LAUNCH_FAILED : 0;
}

EXPORTED int cuStreamCreate(void** stream, unsigned) {
    CALL("cuStreamCreate");
    return make(stream);
}

EXPORTED int cuStreamDestroy_v2(void* stream) {
    CALL("cuStreamDestroy");
    return end(stream);
}

EXPORTED int cuStreamSynchronize(void* stream) {
    CALL("cuStreamSynchronize");
    return known(stream);
}

EXPORTED int cuStreamWaitEvent(void* stream, void* event, unsigned) {
    CALL("cuStreamWaitEvent");
    return known(stream) ? known(stream) : known(event);
}

EXPORTED int cuEventCreate(void** event, unsigned) {
    CALL("cuEventCreate");
    return make(event);
}

EXPORTED int cuEventRecord(void* event, void* stream) {
    CALL("cuEventRecord");
    return known(stream) ? known(stream) : known(event);
}

EXPORTED int cuEventSynchronize(void* event) {
    CALL("cuEventSynchronize");
    return known(event);
}

EXPORTED int cuEventDestroy_v2(void* event) {
    CALL("cuEventDestroy");
    return end(event);
}
