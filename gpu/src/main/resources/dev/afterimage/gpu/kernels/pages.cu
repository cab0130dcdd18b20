// The paged KV cache. A page holds page_tokens tokens of one layer: keys, rotated to their positions, (kv_heads, page_tokens, head_dim),
// and behind them the values in the same shape. A layer's table has the numbers of its pages in the order of positions.
//
// RoPE in its half-split form: element i of a head turns with element i + head_dim / 2. cosines and sines are (rows, head_dim / 2), and
// turn is the row of the first token: its position in a table of all positions, or 0 in one made for these tokens alone, as tokens with
// three positions (M-RoPE) need it.

__device__ __forceinline__ long long key_cell(const int* table, int position, int head, int page_tokens, int kv_heads, int head_dim) {
    long long page = table[position / page_tokens];
    return ((page * 2 * kv_heads + head) * page_tokens + position % page_tokens) * head_dim;
}

// From a key to the value of the same token and head.
__device__ __forceinline__ long long value_distance(int page_tokens, int kv_heads, int head_dim) {
    return (long long) kv_heads * page_tokens * head_dim;
}

// Turns the pair of elements i and i + half; out may be a cell of any kind.
template <typename Cell>
__device__ __forceinline__ void rotated(float a, float b, float cosine, float sine, Cell* out, int i, int half) {
    store(out + i, a * cosine - b * sine);
    store(out + half + i, b * cosine + a * sine);
}

// Queries of new tokens, rotated. Grid: (tokens, heads).
// qkv (tokens, heads + 2 kv_heads, head_dim) before RoPE, queries (tokens, heads, head_dim)
extern "C" __global__ void rotate_queries(const float* qkv, const float* cosines, const float* sines, float* queries, int kv_heads,
        int head_dim, int turn) {
    int heads = gridDim.y;
    int half = head_dim / 2;
    const float* from = qkv + ((long long) blockIdx.x * (heads + 2 * kv_heads) + blockIdx.y) * head_dim;
    float* to = queries + ((long long) blockIdx.x * heads + blockIdx.y) * head_dim;
    long long row = (long long) (turn + blockIdx.x) * half;
    for (int i = threadIdx.x; i < half; i += blockDim.x) {
        rotated(from[i], from[half + i], cosines[row + i], sines[row + i], to, i, half);
    }
}

// Keys of new tokens, rotated, and their values into the pages. Grid: (tokens, kv_heads).
// qkv as above; pool: all pages; table: this layer's; position: of the first token in the cache
template <typename Cell>
__device__ void write_pages(const float* qkv, const float* cosines, const float* sines, Cell* pool, const int* table, int heads,
        int head_dim, int page_tokens, int position, int turn) {
    int kv_heads = gridDim.y;
    int half = head_dim / 2;
    int at = position + blockIdx.x;
    long long row = (long long) (turn + blockIdx.x) * half;
    const float* keys = qkv + ((long long) blockIdx.x * (heads + 2 * kv_heads) + heads + blockIdx.y) * head_dim;
    const float* values = keys + (long long) kv_heads * head_dim;
    Cell* to = pool + key_cell(table, at, blockIdx.y, page_tokens, kv_heads, head_dim);
    Cell* values_to = to + value_distance(page_tokens, kv_heads, head_dim);
    for (int i = threadIdx.x; i < half; i += blockDim.x) {
        rotated(keys[i], keys[half + i], cosines[row + i], sines[row + i], to, i, half);
        store(values_to + i, values[i]);
        store(values_to + half + i, values[half + i]);
    }
}

extern "C" __global__ void write_pages_f32(const float* qkv, const float* cosines, const float* sines, float* pool, const int* table,
        int heads, int head_dim, int page_tokens, int position, int turn) {
    write_pages(qkv, cosines, sines, pool, table, heads, head_dim, page_tokens, position, turn);
}

extern "C" __global__ void write_pages_f16(const float* qkv, const float* cosines, const float* sines, half16* pool, const int* table,
        int heads, int head_dim, int page_tokens, int position, int turn) {
    write_pages(qkv, cosines, sines, pool, table, heads, head_dim, page_tokens, position, turn);
}

// Keys before RoPE and values of new tokens, as blocks are stored. Grid: (tokens, kv_heads).
// qkv as above; keys, values (kv_heads, all_tokens, head_dim) of one layer, filled from token first_token on
extern "C" __global__ void keep_keys_values(const float* qkv, float* keys, float* values, int heads, int head_dim, int all_tokens,
        int first_token) {
    int kv_heads = gridDim.y;
    const float* from = qkv + ((long long) blockIdx.x * (heads + 2 * kv_heads) + heads + blockIdx.y) * head_dim;
    long long to = ((long long) blockIdx.y * all_tokens + first_token + blockIdx.x) * head_dim;
    for (int i = threadIdx.x; i < head_dim; i += blockDim.x) {
        keys[to + i] = from[i];
        values[to + i] = from[(long long) kv_heads * head_dim + i];
    }
}
