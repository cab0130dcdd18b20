// What all kernels share. The files are compiled as one, this one first: by NVRTC for the device, and by the host's compiler for the
// emulation.
// No header is included, so that a driver and NVRTC are all that is needed.
//
// Every kernel is launched with a one-dimensional block of whole warps.

#define ALL_LANES 0xffffffffu
#define WARP 32

// Kernels over memory cells of either size: floats, or IEEE halves as their bits.
struct half16 {
    unsigned short bits;
};

#ifdef AFTERIMAGE_EMULATION
// Dynamic shared memory comes from the emulation, which also defines half_to_float and float_to_half.
#define SHARED_FLOATS(name) float* name = emulated_shared_floats()
#else
#define SHARED_FLOATS(name) extern __shared__ float name[]

__device__ __forceinline__ float half_to_float(unsigned short bits) {
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
    return value;
}

__device__ __forceinline__ unsigned short float_to_half(float value) {
    unsigned short bits;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
    return bits;
}
#endif

__device__ __forceinline__ float infinity() {
    return __int_as_float(0x7f800000);
}

__device__ __forceinline__ float load(const float* cell) {
    return *cell;
}

__device__ __forceinline__ float load(const half16* cell) {
    return half_to_float(cell->bits);
}

__device__ __forceinline__ void store(float* cell, float value) {
    *cell = value;
}

// Nearest, ties to even; what exceeds the range becomes the largest finite half, as in stored blocks.
__device__ __forceinline__ unsigned short narrowed(float value) {
    if (value != value) {
        return (unsigned short) ((__float_as_int(value) >> 16 & 0x8000) | 0x7e00);
    }
    return float_to_half(fminf(fmaxf(value, -65504.0f), 65504.0f));
}

__device__ __forceinline__ void store(half16* cell, float value) {
    cell->bits = narrowed(value);
}

__device__ __forceinline__ int lane() {
    return threadIdx.x % WARP;
}

__device__ __forceinline__ int warp() {
    return threadIdx.x / WARP;
}

__device__ __forceinline__ int warps() {
    return blockDim.x / WARP;
}

// Every lane gets the sum.
__device__ __forceinline__ float warp_sum(float value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, distance);
    }
    return value;
}

__device__ __forceinline__ float warp_max(float value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value = fmaxf(value, __shfl_xor_sync(ALL_LANES, value, distance));
    }
    return value;
}

__device__ __forceinline__ float warp_min(float value) {
    return -warp_max(-value);
}

// Every thread gets the sum. scratch: WARP floats of shared memory, free again afterwards.
__device__ float block_sum(float value, float* scratch) {
    value = warp_sum(value);
    if (lane() == 0) {
        scratch[warp()] = value;
    }
    __syncthreads();
    value = warp_sum(lane() < warps() ? scratch[lane()] : 0.0f);
    __syncthreads();
    return value;
}

__device__ float block_max(float value, float* scratch) {
    value = warp_max(value);
    if (lane() == 0) {
        scratch[warp()] = value;
    }
    __syncthreads();
    value = warp_max(lane() < warps() ? scratch[lane()] : -infinity());
    __syncthreads();
    return value;
}

// This thread's number among all of a one-dimensional grid.
__device__ __forceinline__ long long grid_thread() {
    return (long long) blockIdx.x * blockDim.x + threadIdx.x;
}
