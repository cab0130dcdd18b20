// Kernels over rows of activations: (rows, width) floats.

// Rows of the embedding table. Grid: one block a token.
// table (vocabulary, width), ids (tokens), out (tokens, width)
template <typename Cell>
__device__ void embed(const Cell* table, const int* ids, float* out, int width) {
    const Cell* row = table + (long long) ids[blockIdx.x] * width;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        out[(long long) blockIdx.x * width + i] = load(row + i);
    }
}

extern "C" __global__ void embed_f32(const float* table, const int* ids, float* out, int width) {
    embed(table, ids, out, width);
}

extern "C" __global__ void embed_f16(const half16* table, const int* ids, float* out, int width) {
    embed(table, ids, out, width);
}

// RMSNorm: out = in / sqrt(mean(in^2) + epsilon) * scale. Grid: one block a row. Shared: WARP floats.
extern "C" __global__ void rms_norm(const float* in, const float* scale, float* out, int width, float epsilon) {
    SHARED_FLOATS(scratch);
    const float* from = in + (long long) blockIdx.x * width;
    float* to = out + (long long) blockIdx.x * width;
    float squares = 0.0f;
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        squares += from[i] * from[i];
    }
    float factor = 1.0f / sqrtf(block_sum(squares, scratch) / width + epsilon);
    for (int i = threadIdx.x; i < width; i += blockDim.x) {
        to[i] = from[i] * factor * scale[i];
    }
}

// RMSNorm of each head by itself, in place. Grid: (rows, heads); block: one warp.
// rows (rows, row_width), whose heads stand one behind the other from first on; scale (head_dim)
extern "C" __global__ void head_norm(float* rows, const float* scale, int row_width, int first, int head_dim, float epsilon) {
    float* head = rows + (long long) blockIdx.x * row_width + first + blockIdx.y * head_dim;
    float squares = 0.0f;
    for (int i = threadIdx.x; i < head_dim; i += WARP) {
        squares += head[i] * head[i];
    }
    float factor = 1.0f / sqrtf(warp_sum(squares) / head_dim + epsilon);
    for (int i = threadIdx.x; i < head_dim; i += WARP) {
        head[i] = head[i] * factor * scale[i];
    }
}

// sum += more, both (count). Grid: a thread an element.
extern "C" __global__ void residual_add(float* sum, const float* more, long long count) {
    long long i = grid_thread();
    if (i < count) {
        sum[i] += more[i];
    }
}

// Adds the bias (width) to every row. count: elements of all rows. Grid: a thread an element.
extern "C" __global__ void bias_add(float* rows, const float* bias, int width, long long count) {
    long long i = grid_thread();
    if (i < count) {
        rows[i] += bias[i % width];
    }
}

// The functions between two linear layers, numbered as in the packs' descriptions.
__device__ float activated(float x, int activation) {
    switch (activation) {
        case 0:
            return x / (1.0f + expf(-x));
        case 1:
            return 0.5f * x * (1.0f + erff(x * 0.70710678f));
        case 2:
            return 0.5f * x * (1.0f + tanhf(0.79788456f * (x + 0.044715f * x * x * x)));
        case 3:
            return x / (1.0f + expf(-1.702f * x));
        default:
            return fmaxf(x, 0.0f);
    }
}

// SwiGLU, or with another activation: out = act(gate) * up. Grid: a thread an element of out.
// gate_up (rows, 2 width): gate and up side by side; out (rows, width); count: elements of out
extern "C" __global__ void gated(const float* gate_up, float* out, int width, long long count, int activation) {
    long long i = grid_thread();
    if (i < count) {
        const float* gate = gate_up + i / width * 2 * width + i % width;
        out[i] = activated(gate[0], activation) * gate[width];
    }
}

// Floats to halves: what a matrix product of halves reads. Grid: a thread an element.
extern "C" __global__ void halve(const float* in, half16* out, long long count) {
    long long i = grid_thread();
    if (i < count) {
        store(out + i, in[i]);
    }
}

// A pack's 8-bit weights, in blocks with a scale each and 128 added, as they are multiplied. Grid: a thread a weight.
// values (count), scales (count / block)
template <typename Cell>
__device__ void widen(const unsigned char* values, const float* scales, Cell* out, int block, long long count) {
    long long i = grid_thread();
    if (i < count) {
        store(out + i, ((int) values[i] - 128) * scales[i / block]);
    }
}

extern "C" __global__ void widen_f32(const unsigned char* values, const float* scales, float* out, int block, long long count) {
    widen(values, scales, out, block, count);
}

extern "C" __global__ void widen_f16(const unsigned char* values, const float* scales, half16* out, int block, long long count) {
    widen(values, scales, out, block, count);
}
