// The parts of CUDA that the kernels use, for the host's compiler. A block's threads are fibres on one thread of the host; see host.cpp.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <algorithm>

#define AFTERIMAGE_EMULATION
#define __global__
#define __device__ static
#define __forceinline__ inline
#define __launch_bounds__(...)

struct dim3 {
    unsigned x, y, z;
};

extern dim3 threadIdx, blockIdx, blockDim, gridDim;

// Waits until every thread of the block has come.
void __syncthreads();

// Waits until every lane of the warp has come.
void __syncwarp(unsigned lanes = 0xffffffffu);

float* emulated_shared_floats();

// What each thread of the block hands to others of its warp.
uint64_t* emulated_exchange();

template <typename T>
static T __shfl_xor_sync(unsigned, T value, int distance) {
    static_assert(sizeof(T) <= sizeof(uint64_t), "a register");
    uint64_t* exchange = emulated_exchange();
    memcpy(exchange + threadIdx.x, &value, sizeof(T));
    __syncwarp();
    T other;
    memcpy(&other, exchange + (threadIdx.x ^ distance), sizeof(T));
    __syncwarp();
    return other;
}

using std::max;
using std::min;

static inline float __int_as_float(int bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline int __float_as_int(float value) {
    int bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline float half_to_float(unsigned short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float magnitude = exponent == 31 ? (fraction ? NAN : INFINITY) : exponent == 0 ? ldexpf((float) fraction, -24)
            : ldexpf((float) (1024 + fraction), exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
}

// Nearest, ties to even; infinity beyond the range, as cvt.rn.f16.f32.
static inline unsigned short float_to_half(float value) {
    unsigned bits = (unsigned) __float_as_int(value);
    unsigned sign = bits >> 16 & 0x8000;
    unsigned magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
        return 0x7fff;
    }
    if (magnitude >= 0x477ff000) {
        return (unsigned short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
        return (unsigned short) (sign | (unsigned) nearbyintf(ldexpf(fabsf(value), 24)));
    }
    unsigned rounded = magnitude + 0xfff + (magnitude >> 13 & 1);
    return (unsigned short) (sign | (rounded - 0x38000000) >> 13);
}
