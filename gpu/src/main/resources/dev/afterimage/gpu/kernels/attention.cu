// Attention over the paged cache with grouped queries, softmax on the way (Milakov and Gimelshein 2018; Dao et al. 2022).
//
// A block computes rows of one KV head: row r is token r / group, query head kv_head * group + r % group, so that a group's heads read
// each key once. A warp has ROWS rows. Keys and values pass through shared memory WARP tokens at a time: for scores a lane has a key, for
// sums a lane has channels.

#define ROWS 4
// Channels of a lane; head_dim is at most WARP * CHANNELS.
#define CHANNELS 8

// Shared floats of a block: AttentionKernels says the same.
//   queries (warps * ROWS, head_dim) | keys (WARP, head_dim + 1) | values (WARP, head_dim) | weights (warps * ROWS, WARP)

// What one warp knows of its rows so far.
struct Softmax {
    float most[ROWS];
    float sum[ROWS];
    float values[ROWS][CHANNELS];
};

// Reads keys from first to before end; rows see those before their own limit, and of them the last window, or all where that is 0.
// queries (tokens, heads, head_dim) rotated; limits: keys that the row of token t sees, past + t + 1
template <typename Cell>
__device__ void attend(const float* queries, const Cell* pool, const int* table, int rows, int first_row, int past, int first, int end,
        int page_tokens, int heads, int kv_heads, int kv_head, int head_dim, float scale, int window, float* shared, Softmax& softmax) {
    int group = heads / kv_heads;
    int block_rows = warps() * ROWS;
    float* query_tile = shared;
    float* key_tile = query_tile + block_rows * head_dim;
    float* value_tile = key_tile + WARP * (head_dim + 1);
    float* weights = value_tile + WARP * head_dim + warp() * ROWS * WARP;
    for (int i = threadIdx.x; i < block_rows * head_dim; i += blockDim.x) {
        int row = first_row + i / head_dim;
        long long head = (long long) (row / group) * heads + kv_head * group + row % group;
        query_tile[i] = row < rows ? queries[head * head_dim + i % head_dim] * scale : 0.0f;
    }
    for (int r = 0; r < ROWS; r++) {
        softmax.most[r] = -infinity();
        softmax.sum[r] = 0.0f;
        for (int c = 0; c < CHANNELS; c++) {
            softmax.values[r][c] = 0.0f;
        }
    }
    for (int from = first; from < end; from += WARP) {
        int count = min(WARP, end - from);
        __syncthreads();
        for (int i = threadIdx.x; i < count * head_dim; i += blockDim.x) {
            int token = i / head_dim;
            int channel = i % head_dim;
            const Cell* key = pool + key_cell(table, from + token, kv_head, page_tokens, kv_heads, head_dim) + channel;
            key_tile[token * (head_dim + 1) + channel] = load(key);
            value_tile[token * head_dim + channel] = load(key + value_distance(page_tokens, kv_heads, head_dim));
        }
        __syncthreads();
        float scores[ROWS];
        for (int r = 0; r < ROWS; r++) {
            scores[r] = 0.0f;
        }
        if (lane() < count) {
            const float* key = key_tile + lane() * (head_dim + 1);
            const float* query = query_tile + warp() * ROWS * head_dim;
            for (int d = 0; d < head_dim; d++) {
                for (int r = 0; r < ROWS; r++) {
                    scores[r] += query[r * head_dim + d] * key[d];
                }
            }
        }
        for (int r = 0; r < ROWS; r++) {
            int row = first_row + warp() * ROWS + r;
            int limit = past + row / group + 1;
            bool seen = lane() < count && row < rows && from + lane() < limit && (window == 0 || from + lane() >= limit - window);
            float score = seen ? scores[r] : -infinity();
            float most = fmaxf(softmax.most[r], warp_max(score));
            // A row that has seen nothing yet has nothing to be scaled.
            float shrink = softmax.most[r] == -infinity() ? 0.0f : expf(softmax.most[r] - most);
            float weight = seen ? expf(score - most) : 0.0f;
            softmax.sum[r] = softmax.sum[r] * shrink + warp_sum(weight);
            softmax.most[r] = most;
            weights[r * WARP + lane()] = weight;
            for (int c = 0; c < CHANNELS; c++) {
                softmax.values[r][c] *= shrink;
            }
        }
        __syncwarp(ALL_LANES);
        for (int c = 0; c < CHANNELS; c++) {
            int channel = c * WARP + lane();
            if (channel < head_dim) {
                for (int token = 0; token < count; token++) {
                    float value = value_tile[token * head_dim + channel];
                    for (int r = 0; r < ROWS; r++) {
                        softmax.values[r][c] += weights[r * WARP + token] * value;
                    }
                }
            }
        }
    }
}

// New tokens over everything before them and themselves. Grid: (rows / rows of a block, kv_heads), rows = tokens * heads / kv_heads.
// queries (tokens, heads, head_dim) rotated; out the same shape; past: tokens in this layer's pages before the new ones, which lie there
// too
template <typename Cell>
__device__ void attend_chunk(const float* queries, const Cell* pool, const int* table, float* out, int tokens, int past, int page_tokens,
        int heads, int head_dim, float scale, int window) {
    SHARED_FLOATS(shared);
    int kv_heads = gridDim.y;
    int group = heads / kv_heads;
    int rows = tokens * group;
    int first_row = blockIdx.x * warps() * ROWS;
    int last_token = min(tokens - 1, (first_row + warps() * ROWS - 1) / group);
    Softmax softmax;
    // Keys that the first token of these rows no longer sees, none of them does.
    int first = window == 0 ? 0 : max(0, past + first_row / group + 1 - window);
    attend(queries, pool, table, rows, first_row, past, first, past + last_token + 1, page_tokens, heads, kv_heads, blockIdx.y, head_dim,
            scale, window, shared, softmax);
    for (int r = 0; r < ROWS; r++) {
        int row = first_row + warp() * ROWS + r;
        for (int c = 0; c < CHANNELS; c++) {
            int channel = c * WARP + lane();
            if (row < rows && channel < head_dim) {
                long long head = (long long) (row / group) * heads + blockIdx.y * group + row % group;
                out[head * head_dim + channel] = softmax.values[r][c] / softmax.sum[r];
            }
        }
    }
}

extern "C" __global__ void attend_chunk_f32(const float* queries, const float* pool, const int* table, float* out, int tokens, int past,
        int page_tokens, int heads, int head_dim, float scale, int window) {
    attend_chunk(queries, pool, table, out, tokens, past, page_tokens, heads, head_dim, scale, window);
}

extern "C" __global__ void attend_chunk_f16(const float* queries, const half16* pool, const int* table, float* out, int tokens, int past,
        int page_tokens, int heads, int head_dim, float scale, int window) {
    attend_chunk(queries, pool, table, out, tokens, past, page_tokens, heads, head_dim, scale, window);
}

// One token over length keys, its own the last, in parts that run at once. Grid: (rows / rows of a block, kv_heads, parts), rows = heads
// / kv_heads.
// queries (heads, head_dim) rotated; partial (parts, heads, head_dim + 2): sums of values, and behind them the largest score and the sum
// of weights
template <typename Cell>
__device__ void attend_one(const float* queries, const Cell* pool, const int* table, float* partial, int length, int part_tokens,
        int page_tokens, int heads, int head_dim, float scale, int window) {
    SHARED_FLOATS(shared);
    int kv_heads = gridDim.y;
    int group = heads / kv_heads;
    int first_row = blockIdx.x * warps() * ROWS;
    int start = blockIdx.z * part_tokens;
    int first = window == 0 ? start : max(start, length - window);
    Softmax softmax;
    attend(queries, pool, table, group, first_row, length - 1, first, min(length, start + part_tokens), page_tokens, heads, kv_heads,
            blockIdx.y, head_dim, scale, window, shared, softmax);
    for (int r = 0; r < ROWS; r++) {
        int row = first_row + warp() * ROWS + r;
        if (row < group) {
            float* to = partial + ((long long) blockIdx.z * heads + blockIdx.y * group + row) * (head_dim + 2);
            for (int c = 0; c < CHANNELS; c++) {
                int channel = c * WARP + lane();
                if (channel < head_dim) {
                    to[channel] = softmax.values[r][c];
                }
            }
            if (lane() == 0) {
                to[head_dim] = softmax.most[r];
                to[head_dim + 1] = softmax.sum[r];
            }
        }
    }
}

extern "C" __global__ void attend_one_f32(const float* queries, const float* pool, const int* table, float* partial, int length,
        int part_tokens, int page_tokens, int heads, int head_dim, float scale, int window) {
    attend_one(queries, pool, table, partial, length, part_tokens, page_tokens, heads, head_dim, scale, window);
}

extern "C" __global__ void attend_one_f16(const float* queries, const half16* pool, const int* table, float* partial, int length,
        int part_tokens, int page_tokens, int heads, int head_dim, float scale, int window) {
    attend_one(queries, pool, table, partial, length, part_tokens, page_tokens, heads, head_dim, scale, window);
}

// Puts the parts together. Grid: heads.
// partial (parts, heads, head_dim + 2), out (heads, head_dim)
extern "C" __global__ void attend_merge(const float* partial, float* out, int parts, int head_dim) {
    int heads = gridDim.x;
    int width = head_dim + 2;
    float most = -infinity();
    for (int part = 0; part < parts; part++) {
        most = fmaxf(most, partial[((long long) part * heads + blockIdx.x) * width + head_dim]);
    }
    for (int i = threadIdx.x; i < head_dim; i += blockDim.x) {
        float sum = 0.0f;
        float value = 0.0f;
        for (int part = 0; part < parts; part++) {
            const float* from = partial + ((long long) part * heads + blockIdx.x) * width;
            float weight = expf(from[head_dim] - most);
            sum += weight * from[head_dim + 1];
            value += weight * from[i];
        }
        out[(long long) blockIdx.x * head_dim + i] = value / sum;
    }
}
