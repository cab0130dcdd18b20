// Late interaction (Khattab and Zaharia 2020): each question token's best match among a stored block's tokens.

// Question tokens of one grid row.
#define QUESTIONS 16

// Grid: (blocks, question tokens / QUESTIONS, rounded up). Shared: QUESTIONS * width + warps * QUESTIONS floats.
// queries (questions, width); keys (tokens, width); starts (blocks + 1): first token of each block; unit: whether keys are scaled to unit
// length first
// out (questions, blocks): the largest product; 0 for a block without tokens
template <typename Cell>
__device__ void late_interaction(const float* queries, const Cell* keys, const int* starts, float* out, int questions, int width,
        int unit) {
    SHARED_FLOATS(shared);
    float* best = shared + QUESTIONS * width;
    int first = blockIdx.y * QUESTIONS;
    int count = min(QUESTIONS, questions - first);
    for (int i = threadIdx.x; i < count * width; i += blockDim.x) {
        shared[i] = queries[(long long) first * width + i];
    }
    for (int i = threadIdx.x; i < warps() * QUESTIONS; i += blockDim.x) {
        best[i] = -infinity();
    }
    __syncthreads();
    int end = starts[blockIdx.x + 1];
    for (int token = starts[blockIdx.x] + warp(); token < end; token += warps()) {
        const Cell* key = keys + (long long) token * width;
        float squares = 0.0f;
        for (int i = lane(); unit && i < width; i += WARP) {
            float element = load(key + i);
            squares += element * element;
        }
        float scale = unit ? 1.0f / fmaxf(sqrtf(warp_sum(squares)), 1e-12f) : 1.0f;
        for (int q = 0; q < count; q++) {
            float product = 0.0f;
            for (int i = lane(); i < width; i += WARP) {
                product += shared[q * width + i] * load(key + i);
            }
            product = warp_sum(product) * scale;
            if (lane() == 0) {
                best[warp() * QUESTIONS + q] = fmaxf(best[warp() * QUESTIONS + q], product);
            }
        }
    }
    __syncthreads();
    for (int q = threadIdx.x; q < count; q += blockDim.x) {
        float most = -infinity();
        for (int w = 0; w < warps(); w++) {
            most = fmaxf(most, best[w * QUESTIONS + q]);
        }
        out[(long long) (first + q) * gridDim.x + blockIdx.x] = starts[blockIdx.x] < end ? most : 0.0f;
    }
}

extern "C" __global__ void late_interaction_f32(const float* queries, const float* keys, const int* starts, float* out, int questions,
        int width, int unit) {
    late_interaction(queries, keys, starts, out, questions, width, unit);
}

extern "C" __global__ void late_interaction_f16(const float* queries, const half16* keys, const int* starts, float* out, int questions,
        int width, int unit) {
    late_interaction(queries, keys, starts, out, questions, width, unit);
}
